"""What the buttons under a reply do, in messages and modals."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player

Golden = Callable[[str, str], None]
PLACE = "#marketing"


def test_another_plan_changes_the_reply_in_place(ana: Player) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    assert "CJ102" not in ana.last(PLACE).plain
    ana.selects("another_plan", "Essentials")
    seen = ana.last(PLACE)
    assert "CJ102" in seen.plain
    assert "Essentials (choisi ici)" in seen.plain
    ana.selects("another_plan", "Standard")
    assert "CJ102" not in ana.last(PLACE).plain
    assert len(ana.sees(PLACE)) == 1


def test_explain_opens_the_page_of_the_code(slack: LocalSlack, ben: Player, golden: Golden) -> None:
    ben.runs("/convert Suivi bougies", PLACE)
    ben.clicks("Explain")
    assert ben.modals == ["CJ301"]
    golden("explain_en", slack.transcript(PLACE, seen_by=ben))


def test_a_code_can_be_explained_from_the_list_of_findings(ana: Player) -> None:
    ana.runs("/convert Suivi bougies", PLACE)
    ana.clicks("open_findings")
    assert ana.modals == ["Tous les constats"]
    ana.selects("explain", "CJ301 · « Achat dans une catégorie » ne se convertit pas".replace(
        "« ", "«\xa0").replace(" »", "\xa0»"))  # fmt: skip
    assert ana.modals == ["Tous les constats", "CJ301"]
    ana.closes()
    assert ana.modals == ["Tous les constats"]


def test_all_findings_and_open_questions_stand_in_modals(
    slack: LocalSlack, ana: Player, golden: Golden
) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    ana.clicks("open_findings")
    golden("findings_fr", slack.transcript(PLACE, seen_by=ana))
    assert "/emails/" not in slack.transcript(PLACE, seen_by=ana)
    ana.closes()
    ana.clicks("answer_questions")
    ana.clicks("Comme fichier à remplir")
    shown = slack.transcript(PLACE, seen_by=ana)
    assert "Questions ouvertes" in shown
    assert "message direct" in shown
    assert "--answers answers.json" in shown
    assert '"71ad000001": {' in shown


def test_share_shows_the_answer_to_everybody_without_buttons(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    ana.clicks("Partager")
    shared = ben.last(PLACE)
    assert not shared.ephemeral
    assert "Partagé par @ana" in shared.plain
    assert shared.buttons == []
    private = ana.sees(PLACE)[0]
    assert "Partagé dans le canal" in private.plain
    assert "Partager" not in private.buttons
    assert "Tous les points" in private.buttons
    golden("shared_fr", slack.transcript(PLACE, seen_by=ben))


def test_the_shared_answer_holds_no_contact_address(ben: Player, ana: Player) -> None:
    ben.runs("/convert Contact bob@corp.example", PLACE)
    assert "bob@corp.example" in ben.last(PLACE).plain
    ben.clicks("Share")
    shared = ana.last(PLACE)
    assert "corp.example" not in shared.plain + shared.text
    assert "Écrivez à […]" in shared.plain


def test_sharing_twice_posts_once(slack: LocalSlack, ben: Player, ana: Player) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    before = ben.last(PLACE)
    ben.clicks("Share")
    # A second click that was on its way before the button went.
    slack.call(lambda: _put_back(slack, before.ts, before.blocks))
    ben.clicks("Share")
    assert len(ana.sees(PLACE)) == 1


def test_share_works_where_the_bot_is_no_member(ana: Player, ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter", "#general")
    ben.clicks("Share")
    assert "Shared by @ben" in ana.last("#general").plain


def test_an_answer_in_a_thread_is_shared_in_that_thread(ben: Player, ana: Player) -> None:
    start = ana.says("Quelqu'un a converti la bienvenue ?", PLACE)
    ben.mentions("convert Bienvenue newsletter", PLACE, thread=start)
    ben.clicks("Share")
    shared = ana.last(PLACE)
    assert shared.thread_ts == start.ts
    assert not shared.ephemeral


@pytest.mark.parametrize(("who", "button"), [("ana", "Une personne"), ("ben", "A person")])
def test_a_person_says_how_to_reach_one(
    slack: LocalSlack, golden: Golden, who: str, button: str
) -> None:
    person = slack.person(who)
    person.runs("/convert Suivi bougies plan:premium", PLACE)
    person.clicks(button)
    shown = slack.transcript(PLACE, seen_by=person)
    assert "https://mailchimp.com/contact/" in shown
    assert "CJ301" in shown.split("┌")[1]
    golden(f"person_{who}", shown)


def test_buttons_carry_ids_and_no_text(ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter plan:essentials", PLACE)
    values = _values(ben.last(PLACE).blocks)
    assert len(values) > 6
    assert all(len(value) <= 75 and "ienvenue" not in value for value in values)


def test_an_automation_that_is_gone_is_said_to_be(
    slack: LocalSlack, ben: Player, ana: Player
) -> None:
    for person, sentence in ((ben, "no longer have"), (ana, "n'ai plus")):
        person.runs("/convert Bienvenue newsletter", PLACE)
        seen = person.last(PLACE)
        slack.call(lambda seen=seen: _rename(slack, seen.ts, "/", "9/"))  # type: ignore[misc]
        person.clicks("open_points")
        assert sentence in person.last(PLACE).plain
        assert person.modals == []


def test_a_button_of_another_version_is_said_to_be(slack: LocalSlack, ana: Player) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    seen = ana.last(PLACE)
    slack.call(lambda: _rename(slack, seen.ts, "/", "|"))
    ana.clicks("open_points")
    assert "version antérieure" in ana.last(PLACE).plain


def test_a_button_that_this_version_does_not_know_is_said_to_be_old(
    slack: LocalSlack, ben: Player
) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    seen = ben.last(PLACE)
    slack.call(lambda: _rename(slack, seen.ts, "open_points", "dance", key="action_id"))
    ben.clicks("dance")
    assert "older version" in ben.last(PLACE).plain


def test_an_expired_response_address_still_answers(
    slack: LocalSlack, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    _expire(slack, monkeypatch)
    ben.selects("another_plan", "Essentials")
    assert "Essentials (chosen here)" in ben.last(PLACE).plain
    assert ben.last(PLACE).ephemeral


def test_sharing_with_an_expired_response_address(
    slack: LocalSlack, ben: Player, ana: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    ben.runs("/convert Bienvenue newsletter", "#general")
    _expire(slack, monkeypatch)
    ben.clicks("Share", ben.last("#general"))
    assert ana.sees("#general") == []
    assert "/invite @journeydesk" in slack.transcript("#general", seen_by=ben)
    ben.closes()
    ben.clicks("Share", ben.last(PLACE))
    assert "Shared by @ben" in ana.last(PLACE).plain


def _expire(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = slack.slack.workspace
    make = workspace.new_response_url

    def expired(*args: Any, **kwargs: Any) -> str:
        name = make(*args, **kwargs)
        workspace.response_urls[name].expires = 0.0
        return name

    monkeypatch.setattr(workspace, "new_response_url", expired)


def _values(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["value"]] if isinstance(node.get("value"), str) else []
        return own + [value for child in node.values() for value in _values(child)]
    return [value for child in node for value in _values(child)] if isinstance(node, list) else []


def _put_back(slack: LocalSlack, ts: str, blocks: list[Any]) -> None:
    workspace = slack.slack.workspace
    message = workspace.find(slack.channel(PLACE), ts)
    assert message is not None
    message.blocks = blocks


def _rename(slack: LocalSlack, ts: str, old: str, new: str, key: str = "value") -> None:
    """Changes the first `old` under `key` in the buttons of a message."""
    message = slack.slack.workspace.find(slack.channel(PLACE), ts)
    assert message is not None
    for block in message.blocks or []:
        for element in block.get("elements", []):
            if key in element:
                element[key] = element[key].replace(old, new, 1)
