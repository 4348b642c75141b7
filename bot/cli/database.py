"""``db``: bringing the database up, down, checking it, and changing its keys."""

import sys
from collections.abc import Callable

from rich.console import Console

from bot import storage
from bot.cli.given import settings_of
from bot.cli.running import show_lines
from bot.inbox import settle_left
from bot.settings import Settings
from bot.store.keys import key_file
from bot.store.migrate import current, downgrade, upgrade, would_lose
from bot.store.rotation import rotate
from bot.survey import check
from bot.words import texts
from converter.language import Param
from converter.report.model import Language


def upgrade_database(language: Language) -> int:
    return _done(_upgrade, language)


def downgrade_database(language: Language, yes: bool) -> int:
    """One revision; without ``yes`` only what that would lose, and 2."""

    def one_step(settings: Settings, said: Callable[..., str]) -> int:
        return _downgrade(settings, said, yes)

    return _done(one_step, language, needs_file=True)


def check_database(language: Language) -> int:
    """0 where the database can be used as it is, 1 where it cannot."""
    lines = list(check(settings_of(language), language))
    show_lines(lines)
    return 1 if any(line.status == "problem" for line in lines) else 0


def rotate_keys(language: Language) -> int:
    return _done(_rotate, language, needs_file=True)


def _upgrade(settings: Settings, said: Callable[..., str]) -> int:
    with storage.opened(settings) as engine:
        before = current(engine)
        upgrade(engine)
        after = current(engine)
    if before == after:
        _tell(said("current", revision=after or said("none")))
    else:
        _tell(said("upgraded", before=before or said("none"), after=after or said("none")))
    return 0


def _downgrade(settings: Settings, said: Callable[..., str], yes: bool) -> int:
    with storage.opened(settings) as engine:
        lost = would_lose(engine)
        if lost is None:
            _tell(said("bottom"))
            return 0
        named = [said("lost_table", table=table, rows=rows) for table, rows in lost.tables]
        named += [said("lost_column", column=column) for column in lost.columns]
        step: dict[str, Param] = {"before": lost.revision, "after": lost.to or said("none")}
        if named:
            _tell(said("downgrade_loses", list=", ".join(named), **step))
        else:
            _tell(said("downgrade_keeps", **step))
        if not yes:
            _tell(said("downgrade_yes"))
            return 2
        downgrade(engine, "-1")
        _tell(said("downgraded", revision=current(engine) or said("none")))
    return 0


def _rotate(settings: Settings, said: Callable[..., str]) -> int:
    with storage.unlocked(settings) as engine:
        file = key_file(engine.url) if not settings.keys else None
        settle_left(engine)
        done = rotate(engine, file)
    if file is not None:
        key = "rotated_fresh" if done.fresh else "rotated_rest"
        _tell(said(key, file=str(file), moved=done.moved))
        return 0
    _tell(said("rotated_given", moved=done.moved, kept=done.kept))
    _tell(said("rotated_older"))
    return 0


def _done(
    do: Callable[[Settings, Callable[..., str]], int],
    language: Language,
    needs_file: bool = False,
) -> int:
    """``needs_file``: on SQLite there is nothing to do before there is a database."""
    settings = settings_of(language)

    def said(key: str, **params: Param) -> str:
        return texts("storage").say(key, language, **params)

    if needs_file and storage.new_file(settings) is not None:
        _tell(said("check_new", where=storage.shown(settings)))
        return 0
    try:
        with storage.explained(settings, language):
            return do(settings, said)
    except storage.StorageProblem as problem:
        print(problem.sentence, file=sys.stderr)
        return 1


def _tell(sentence: str) -> None:
    Console(highlight=False).print(sentence, markup=False, soft_wrap=True)
