"""``python -m benchmarks._account_files prepare|write FOLDER``: an account that the bot keeps, read
and audited; and the files of it that the bot sends, held one after the other as for Slack."""

import sys
from pathlib import Path

from bot.services.account_files import AccountFiles
from bot.services.audits import Audits
from bot.services.automations import Automations
from bot.slack.audit.sending import FILES
from bot.store.keys import open_database
from bot.store.migrate import upgrade

TEAM = "TBENCH"


def prepare(folder: Path, automations: Automations, audits: Audits) -> None:
    automations.load(TEAM, [folder / "account.json"])
    begun = audits.begin(TEAM, "UBENCH", "en", None).audit
    keys = audits.plan(TEAM, begun.id) or ()
    audits.read(TEAM, begun.id, keys, 0)
    audits.end(TEAM, begun.id)


def write(folder: Path, automations: Automations, audits: Audits) -> None:
    asked = audits.last(TEAM)
    if asked is None:
        raise RuntimeError("there is no audit")
    out = folder / "out"
    written = AccountFiles(automations, audits, folder).write(TEAM, asked, "en", out)
    size = sum(len((out / name).read_bytes()) for name in FILES)
    if written.since != "same" or not size:
        raise RuntimeError("these are other files")


def main(what: str, place: str) -> None:
    folder = Path(place)
    engine = open_database(f"sqlite:///{folder / 'bot.sqlite3'}")
    upgrade(engine)
    automations = Automations(engine, None, "en")
    audits = Audits(engine, automations)
    (prepare if what == "prepare" else write)(folder, automations, audits)
    engine.dispose()


if __name__ == "__main__":
    main(*sys.argv[1:])
