"""“Report as files”: a page and a table in one's own direct messages, in one's language."""

import csv
import io

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player

PLACE = "#marketing"
BUTTON = {"ana": "Rapport en fichiers", "ben": "Report as files"}
REFUSED = {"gus": "guest account", "sam": "another organization"}
TOLD = {"ana": "dans nos messages directs", "ben": "in our direct messages"}
NOT_TAKEN = {"ana": "Slack n'a pas accepté les fichiers", "ben": "Slack did not take the files"}


def contents(slack: LocalSlack) -> dict[str, str]:
    """What the bot uploaded, by name, beside the map that came with the reply."""
    return {
        file.name: (file.content or b"").decode()
        for file in slack.slack.workspace.files.values()
        if file.mimetype != "image/png"
    }


@pytest.mark.parametrize(("name", "language"), [("ana", "fr"), ("ben", "en")])
def test_the_page_and_the_findings_come_into_the_direct_messages(
    slack: LocalSlack, name: str, language: str
) -> None:
    person = slack.person(name)
    person.runs("/convert Bienvenue newsletter", PLACE)
    person.clicks(BUTTON[name])
    message = person.last()
    assert [file["name"] for file in message.files] == [
        "report-71ad000001.html",
        "findings-71ad000001.csv",
    ]
    assert "Bienvenue newsletter" in message.text
    files = contents(slack)
    assert f'<html lang="{language}">' in files["report-71ad000001.html"]
    assert "Bienvenue newsletter" in files["report-71ad000001.html"]
    head, *rows = csv.reader(io.StringIO(files["findings-71ad000001.csv"].removeprefix("\ufeff")))
    assert {row[head.index("Code")] for row in rows} >= {"CJ503", "CJ501"}
    assert TOLD[name] in person.last(PLACE).plain


def test_nobody_else_sees_the_files(slack: LocalSlack, ana: Player, ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    ben.clicks("Report as files")
    assert ana.sees(PLACE) == []
    assert all(not seen.files for seen in ana.sees())


def test_in_the_direct_messages_the_files_say_enough(slack: LocalSlack, ben: Player) -> None:
    ben.says("convert Bienvenue newsletter")
    ben.clicks("Report as files")
    assert [len(seen.files) for seen in ben.sees() if seen.is_bot] == [0, 1, 2]


def test_the_chosen_plan_stands_in_the_page(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter plan:essentials", PLACE)
    ben.clicks("Report as files")
    page = contents(slack)["report-71ad000001.html"]
    assert "your plan" in page
    assert "CJ102" in page


def test_the_name_of_an_automation_mentions_nobody(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert 71ad000003", PLACE)
    ben.clicks("Report as files")
    assert "<!channel>" not in ben.last().text
    page = contents(slack)["report-71ad000003.html"]
    assert "&lt;!channel&gt;" in page
    assert "<!channel>" not in page


@pytest.mark.parametrize("name", ["gus", "sam"])
def test_guests_and_strangers_get_no_files(slack: LocalSlack, ben: Player, name: str) -> None:
    outsider = slack.person(name)
    ben.runs("/convert Bienvenue newsletter", PLACE)
    for message in slack.slack.workspace.visible(slack.channel(PLACE), ben.id):
        message.only_for = outsider.id
    outsider.clicks("report_files", outsider.sees(PLACE)[0])
    assert REFUSED[name] in outsider.last(PLACE).plain
    assert contents(slack) == {}


@pytest.mark.parametrize("name", ["ana", "ben"])
@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_refused_upload_is_told_in_a_sentence(slack: LocalSlack, name: str, method: str) -> None:
    person = slack.person(name)
    person.runs("/convert Bienvenue newsletter", PLACE)
    slack.faults.api("refuse", method=method, code="storage_limit_reached")
    person.clicks(BUTTON[name])
    assert NOT_TAKEN[name] in person.last(PLACE).plain
    sent = [file["name"] for seen in person.sees() for file in seen.files]
    assert sent == ["journey-map.png"], "which came with the reply"


def test_an_automation_that_is_gone_sends_nothing(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    message = slack.slack.workspace.find(slack.channel(PLACE), ben.last(PLACE).ts)
    assert message is not None
    for block in message.blocks or []:
        for element in block.get("elements", []):
            if element.get("action_id") == "report_files":
                element["value"] = element["value"].replace("/", "9/", 1)
    ben.clicks("report_files")
    assert "no longer have" in ben.last(PLACE).plain
    assert contents(slack) == {}
