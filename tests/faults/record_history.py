"""``python -m tests.faults.record_history``: one piece of work of every kind, each further than the
one before, and the process killed; what is stored then is kept as a file.

To be run once for every version of the work (bot.work.shape.VERSION) and never for a repair: that
the code completes the old file is what the test is for.
"""

import tempfile
from pathlib import Path

from tests.faults.cases import KINDS, Case
from tests.faults.conftest import crew_of
from tests.faults.evidence import Books
from tests.faults.history import FILE, dump
from tests.faults.points import HELD, Points
from tests.faults.storm import settled
from tests.waiting import wait_for


def main() -> None:
    folder = Path(tempfile.mkdtemp())
    address = f"sqlite:///{folder / 'bot.sqlite3'}"
    points = Points(folder)
    hurry = {"FAULTS_POINTS": str(points.file), "FAULTS_PERIOD": "0"}
    with crew_of(address, folder, len(KINDS) + 1, **hurry) as crew:
        bot = crew.add()
        books = Books(address)
        cases = []
        for number, (kind, (prepare, _, _)) in enumerate(KINDS.items(), 1):
            case = Case(crew, crew.slack.person(f"p{number}"), number)
            prepare(case)
            cases.append((kind, case))
        settled(books)
        points.hold()
        for kind, case in cases:
            KINDS[kind][1](case)
            wait_for(lambda case=case: held(points) >= case.number)  # type: ignore[misc]
        bot.kill()
        told = [
            {"kind": kind, "person": case.person.person.name, "ts": case.seen["question"].ts}
            for kind, case in cases
        ]
        dump(address, crew.settings["JOURNEYDESK_KEYS"], crew.slack, told)
        print("\n".join(points.passed()))
        print(f"{FILE}: {len(books.unfinished())} unfinished")


def held(points: Points) -> int:
    return sum(line.startswith(HELD) for line in points.passed())


if __name__ == "__main__":
    main()
