"""What people do with an account: what comes before it, what it is, and its end. Each person has an
automation of their own."""

import json
from pathlib import Path

from bot.playground.records import File, Message
from bot.slack.blocks.answering.fields import block_id, digest
from tests.faults.cases import Case, Check, Do, nothing
from tests.faults.evidence import Books, Evidence, of_bot
from tests.faults.town import MARKETING
from tests.scenarios.account import series, write
from tests.waiting import wait_for

MOST = 99
IMPORTS = block_id(digest("starting_point"), "parameters", "yes")


def account(folder: Path) -> Path:
    bundle = {"automations": [series(own(n), name(n), 2) for n in range(MOST)]}
    return write(bundle, folder / "account.json")


def own(number: int) -> str:
    return f"71af{number:06}"


def name(number: int) -> str:
    return f"Series {number}x"


def said(case: Case) -> list[Message]:
    """What the bot says in their direct conversation."""
    room = case.crew.slack.channel("dm", case.person.id)
    return case.crew.slack.call(
        lambda: [one for one in of_bot(case.crew.slack) if one.channel == room.id]
    )


def files(case: Case) -> list[list[File]]:
    """By message, what the bot sent them."""
    known = case.crew.slack.slack.workspace.files
    return [[known[one] for one in message.files] for message in said(case) if message.files]


def rows(case: Case, query: str, **values: object) -> int:
    books = Books(case.crew.address)
    try:
        return len(books.rows(query, **values))
    finally:
        books.close()


# A form of answers


def form_of_answers(case: Case) -> None:
    case.person.says(f"convert {name(case.number)}")
    wait_for(lambda: files(case))
    case.person.clicks("answer_questions")
    wait_for(lambda: case.person.modals)


def save_answers(case: Case) -> None:
    assert case.person.submits({IMPORTS: "no"}) == {}


def saved_and_shown_once(case: Case, _found: Evidence) -> None:
    assert answers(case) == 1
    (reply,) = [one for one in said(case) if not one.files]
    assert "Your answers are saved" in str(reply.blocks)


def answers(case: Case) -> int:
    query = "SELECT id FROM answers WHERE automation_id = :own AND question = 'starting_point'"
    return rows(case, query, own=own(case.number))


# Files in a direct message


def send_export(case: Case) -> None:
    sent = {"bundle_version": "1", "automations": [series(f"b{case.number:09}", "Sent", 1)]}
    case.person.says("", files=[(f"sent-{case.number}.json", json.dumps(sent).encode())])


def read_and_told_once(case: Case, _found: Evidence) -> None:
    mine = f"b{case.number:09}"
    assert rows(case, "SELECT id FROM automations WHERE automation_id = :own", own=mine) == 1
    (reply,) = said(case)
    # It was read, and the bot died before it knew: then it finds it read already.
    assert "I have read" in reply.text or "I already have" in reply.text


def send_answers(case: Case) -> None:
    content = {own(case.number): {"starting_point": "no"}}
    case.person.says("", files=[("answers.json", json.dumps(content).encode())])


def kept_and_told_once(case: Case, _found: Evidence) -> None:
    assert answers(case) == 1
    (reply,) = said(case)
    assert "1 answer" in reply.text


# What the bot sends


def convert(case: Case) -> None:
    case.person.says(f"convert {name(case.number)}")


def one_reply_and_one_map(case: Case, _found: Evidence) -> None:
    reply, drawn = said(case)
    assert name(case.number) in reply.text
    assert not reply.files
    assert [one.name for sent in files(case) for one in sent] == ["journey-map.png"]
    assert drawn.files


def audited(case: Case) -> None:
    case.person.runs("/convert all", MARKETING)
    wait_for(lambda: len(said(case)) == 2, 120)


def click_files(case: Case) -> None:
    case.person.clicks("audit_files")


def all_files_once(case: Case, _found: Evidence) -> None:
    (sent,) = files(case)
    assert len(sent) == 7
    assert all(one.content for one in sent)


KINDS: dict[str, tuple[Do, Do, Check]] = {
    "answers in a form": (form_of_answers, save_answers, saved_and_shown_once),
    "an export": (nothing, send_export, read_and_told_once),
    "a file of answers": (nothing, send_answers, kept_and_told_once),
    "a map": (nothing, convert, one_reply_and_one_map),
    "files of an account": (audited, click_files, all_files_once),
}
