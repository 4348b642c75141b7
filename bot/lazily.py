"""What is imported with its first use.

httpx, with what it brings along, holds four megabytes, which a bot without an account and without
a webhook never needs. Where it stands in annotations, these have to stay text.
"""

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import TYPE_CHECKING, Any

__all__ = ["httpx", "imported", "stand_in"]

_taking_away = Lock()


class _Later(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            # Python itself looks for these, to find out what this is.
            raise AttributeError(name)
        return getattr(imported(self.__name__), name)


def stand_in(name: str, *parts: str) -> None:
    """Whoever imports ``name`` from now on, or one of its ``parts`` from it, gets something that
    imports it when anything of it is used. Nothing happens where it is imported already, or is not
    installed."""
    if name in sys.modules or (spec := find_spec(name)) is None:
        return
    later = _Later(name)
    later.__spec__ = spec
    for part in parts:
        setattr(later, part, _Later(f"{name}.{part}"))
    sys.modules[name] = later


def imported(name: str) -> ModuleType:
    """The module itself, also where something stands in for it. Raises ImportError."""
    whole = name.partition(".")[0]
    with _taking_away:
        if isinstance(sys.modules.get(whole), _Later):
            del sys.modules[whole]
    return import_module(name)


if TYPE_CHECKING:
    import httpx
else:
    httpx = _Later("httpx")
