"""Encryption at rest: what is secret stands in the database under a key that does not."""

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Engine, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

KEY_BYTES = 32


class KeyTrouble(RuntimeError):
    """What is encrypted cannot be read or written; ``code`` names the sentence that says why.

    ``keys_missing``: no key was given. ``key_file_missing``: the database holds encrypted values,
    and the file with their key is gone. ``wrong_key``: none of the keys opens a value.
    ``key_file_broken``: a file that holds no keys. ``file`` is the file's path, where there is one.
    """

    def __init__(self, code: str, file: str = "") -> None:
        super().__init__(f"{code} {file}".strip())
        self.code = code
        self.file = file


class SecretBox:
    """Seals with the newest key, opens with any. Safe to share between threads.

    ``keys`` are the 32 bytes of each as base64, newest first; ``reread`` gives them anew where
    they stand in a file that another process may change. Raises ValueError for a bad key or none.
    """

    def __init__(
        self,
        keys: Sequence[str],
        reread: Callable[[], Sequence[str] | None] | None = None,
        file: str = "",
    ) -> None:
        self._reread = reread
        self._file = file
        self._lock = Lock()
        self._use(keys)

    def seal(self, text: str) -> str:
        self._refresh()
        return self._all.encrypt(text.encode()).decode("ascii")

    def open(self, sealed: str) -> str:
        """Raises KeyTrouble when no key opens it."""
        tried = self._all
        try:
            return tried.decrypt(sealed.encode()).decode()
        except InvalidToken:
            self._refresh()
            if self._all is tried:
                raise KeyTrouble("wrong_key", self._file) from None
        return self.open(sealed)

    def is_newest(self, sealed: str) -> bool:
        """Whether the newest key alone opens it."""
        self._refresh()
        try:
            self._newest.decrypt(sealed.encode())
        except InvalidToken:
            return False
        return True

    def _refresh(self) -> None:
        if self._reread is None:
            return
        with self._lock:
            keys = self._reread()
            if keys is not None:
                self._use(keys)

    def _use(self, keys: Sequence[str]) -> None:
        fernets = [Fernet(key_of(key)) for key in keys]
        if not fernets:
            raise ValueError("a box needs a key")
        self._newest, self._all = fernets[0], MultiFernet(fernets)


def new_key() -> str:
    return Fernet.generate_key().decode("ascii")


def key_of(text: str) -> bytes:
    """A key in either alphabet of base64, as Fernet takes it. Raises ValueError."""
    plain = text.strip().translate(str.maketrans("-_", "+/"))
    try:
        raw = base64.b64decode(plain, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise ValueError("not a key")
    return base64.urlsafe_b64encode(raw)


def keys_in(text: str) -> tuple[str, ...]:
    """Keys separated by commas or white space, newest first. Raises ValueError for a bad one."""
    keys = tuple(part for part in re.split(r"[\s,]+", text) if part)
    for key in keys:
        key_of(key)
    return keys


_boxes: "WeakKeyDictionary[Dialect, SecretBox]" = WeakKeyDictionary()
# A column type is told nothing of the engine that it works for, except the dialect, which each
# engine has for itself.


def give(engine: Engine, box: SecretBox) -> None:
    """Let the encrypted columns of ``engine`` use ``box``."""
    _boxes[engine.dialect] = box


def box_of(engine: Engine) -> SecretBox:
    """Raises KeyTrouble where none was given."""
    return _box(engine.dialect)


def _box(dialect: Dialect) -> SecretBox:
    box = _boxes.get(dialect)
    if box is None:
        raise KeyTrouble("keys_missing")
    return box


class EncryptedText(TypeDecorator[str]):
    """Text that stands encrypted in the database. It cannot be searched for or compared there:
    the same text is sealed differently each time.

    The engine needs its keys: bot.store.keys.open_database. Reading raises KeyTrouble when none of
    them opens a value.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return _box(dialect).seal(value) if value is not None else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> str | None:
        return _box(dialect).open(value) if value is not None else None
