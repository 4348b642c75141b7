"""What one side writes reaches the other, and nothing else does."""

import pytest
from slack_sdk import WebClient

from bot.playground.player import Player
from bot.slack.desk import files
from tests.scenarios.desk.room import ASKED, DESK, Room

AGREED, PLACE = "#support", "#marketing"


@pytest.fixture
def open_case(room: Room, ana: Player, ben: Player) -> Room:
    room.asks(ben)
    ana.clicks("desk_claim", room.card(ana))
    return room


def test_words_go_both_ways_with_a_name(open_case: Room, ana: Player, ben: Player) -> None:
    card = open_case.card(ana)
    ben.says("It sends twice")
    assert open_case.under(ana)[-1].split() == [
        "journeydesk",
        "(APP):",
        "ben",
        ">",
        "It",
        "sends",
        "twice",
    ]
    said = ana.says("Since when?", DESK, thread=card)
    assert " ".join(ben.last().plain.split()) == "journeydesk (APP): ana > Since when?"
    marked = next(seen for seen in ana.sees(DESK) if seen.ts == said.ts)
    assert marked.reactions == {"white_check_mark": 1}


def test_edits_and_deletions_follow(open_case: Room, ana: Player, ben: Player) -> None:
    asked = ben.says("It sends twise")
    ben.edits(asked, "It sends twice")
    assert "> It sends twice" in open_case.under(ana)[-1]
    assert "edited" in open_case.under(ana)[-1]
    ben.deletes(asked)
    assert all("It sends" not in line for line in open_case.under(ana))
    answer = ana.says("Since wen?", DESK, thread=open_case.card(ana))
    ana.edits(answer, "Since when?")
    assert "> Since when?" in ben.last().plain
    ana.deletes(answer)
    assert all("Since" not in seen.plain for seen in ben.sees())


def test_files_go_both_ways(open_case: Room, ana: Player, ben: Player) -> None:
    ben.says("", files=[("map.png", b"picture"), ("log.txt", b"words")])
    below = "\n".join(open_case.under(ana))
    assert "map.png" in below
    assert "log.txt" in below
    ana.says("Voici", DESK, thread=open_case.card(ana), files=[("steps.pdf", b"%PDF")])
    assert [file["name"] for file in ben.last().files] == ["steps.pdf"]
    assert "> Voici" in ben.sees()[-2].plain


def test_a_file_that_is_too_large_is_told_to_whoever_sent_it(
    open_case: Room, ana: Player, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 4)
    ana.says("Voici", DESK, thread=open_case.card(ana), files=[("film.mp4", b"much too large")])
    assert ben.last().files == []
    assert "ce fichier est trop volumineux" in open_case.under(ana)[-1]


@pytest.mark.parametrize("begins", ["note: ", "Note : ", "*note:* ", "> note: ", "_NOTE_: "])
def test_notes_stay_among_agents(open_case: Room, ana: Player, ben: Player, begins: str) -> None:
    before = ben.sees()
    note = ana.says(f"{begins}between us", DESK, thread=open_case.card(ana))
    ana.edits(note, "between us, without the word")
    assert [seen.plain for seen in ben.sees()] == [seen.plain for seen in before]
    assert open_case.case.first_reply_at is None
    kept = next(seen for seen in ana.sees(DESK) if seen.ts == note.ts)
    assert kept.reactions == {"lock": 1}


def test_an_answer_that_becomes_a_note_is_taken_back(
    open_case: Room, ana: Player, ben: Player
) -> None:
    answer = ana.says("Between us, this is odd", DESK, thread=open_case.card(ana))
    assert "this is odd" in ben.last().plain
    ana.edits(answer, "note: Between us, this is odd")
    assert all("this is odd" not in seen.plain for seen in ben.sees())


def test_other_people_in_the_thread_are_not_passed_on(room: Room, ana: Player, ben: Player) -> None:
    asked = ben.says(ASKED, AGREED)
    ben.clicks("faq_person", ben.last(AGREED))
    below, seen = room.under(ana), len(ben.sees(AGREED))
    ana.says("Je connais, c'est simple", AGREED, thread=asked)
    assert room.under(ana) == below
    assert len(ben.sees(AGREED)) == seen + 1
    ben.says("And which plan do I need?", AGREED, thread=asked)
    assert "> And which plan do I need?" in room.under(ana)[-1]
    assert len(ben.sees(AGREED)) == seen + 2


def test_the_bot_is_silent_meanwhile_commands_excepted(
    open_case: Room, ana: Player, ben: Player
) -> None:
    seen = len(ben.sees())
    ben.says("Which plan do I need?")
    assert len(ben.sees()) == seen + 1
    ben.runs("/faq Which plan do I need?")
    assert "Free has none" in ben.last().plain


def test_an_agent_may_ask_the_bot(open_case: Room, ana: Player, ben: Player) -> None:
    seen = len(ben.sees())
    ana.mentions("which plan do I need?", DESK, thread=open_case.card(ana))
    assert "Free has none" in ana.last(DESK).plain
    assert ana.last(DESK).ephemeral
    assert len(ben.sees()) == seen


def test_a_reply_to_one_message_is_a_word_in_the_conversation(
    open_case: Room, ana: Player, ben: Player
) -> None:
    ana.says("Since when?", DESK, thread=open_case.card(ana))
    ben.says("Since Monday", thread=ben.last())
    assert "> Since Monday" in open_case.under(ana)[-1]
    assert ben.last().plain.endswith("Since Monday")


def test_nothing_mentions_links_or_formats(open_case: Room, ana: Player, ben: Player) -> None:
    ben.says("@channel @chloe *now* `x` <!here> https://evil.example/?a=1&b=2 #general")
    copy = next(seen for seen in ana.sees(DESK) if "evil.example" in seen.plain)
    kinds = {
        part["type"]
        for block in copy.blocks
        for element in block.get("elements", [])
        for part in element.get("elements", [])
    }
    assert kinds == {"text", "link"}
    assert "*now*" in copy.plain
    assert "<!here>" in copy.plain
    assert "@chloe" in copy.plain
    assert "https://evil.example/?a=1&b=2" in copy.plain


def test_long_messages_arrive_whole(open_case: Room, ana: Player, ben: Player) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    ben.says(words)
    assert words in " ".join(open_case.under(ana)[-1].split())


def test_a_card_that_somebody_deleted_comes_back(open_case: Room, ana: Player, ben: Player) -> None:
    slack = open_case.slack
    first = open_case.card(ana)
    WebClient(slack.bot_token, slack.api_base_url).chat_delete(channel="CDESK", ts=first.ts)
    ben.says("Is anybody there?")
    assert open_case.card(ana).ts != first.ts
    assert "[Resolve]" in open_case.card(ana).plain
    assert "> Is anybody there?" in open_case.under(ana)[-1]


def test_everything_twice_is_done_once(room: Room, ana: Player, ben: Player) -> None:
    room.slack.faults.delivery("duplicate")
    room.asks(ben)
    ana.clicks("desk_claim", room.card(ana))
    ben.says("It sends twice")
    ana.says("Since when?", DESK, thread=room.card(ana))
    room.slack.wait_idle()
    room.settle()
    assert sum("> It sends twice" in line for line in room.under(ana)) == 1
    assert sum("> Since when?" in seen.plain for seen in ben.sees()) == 1
    assert sum("has taken your request" in seen.plain for seen in ben.sees()) == 1
    assert len([seen for seen in ana.sees(DESK) if "# Request #1" in seen.plain]) == 1


def test_an_edit_that_comes_before_its_message(open_case: Room, ana: Player, ben: Player) -> None:
    open_case.slack.faults.delivery("reorder", name="event.message", calls={1})
    asked = ben.says("It sends twise")
    ben.edits(asked, "It sends twice")
    open_case.settle()
    copies = [line for line in open_case.under(ana) if "It sends" in line]
    assert len(copies) == 1
    assert "> It sends twice" in copies[0]
    assert not any(seen.is_bot for seen in ben.sees() if seen.ts > asked.ts)
