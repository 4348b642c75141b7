"""The bot as its image starts it: Python leaves docstrings and assertions out."""

from pathlib import Path

from benchmarks.memory import AS_THE_IMAGE
from bot.playground.driver import LocalSlack
from tests.faults.process import REAL, bot_process
from tests.scenarios.account import account, write

IMAGE = Path(__file__).parents[2] / "deploy" / "Dockerfile"


def test_the_image_starts_it_like_that() -> None:
    lines = IMAGE.read_text(encoding="utf-8").splitlines()
    said = [line.split()[1:] for line in lines if line.startswith("ENV ")]
    assert [f"{name}={value}" for name, value in AS_THE_IMAGE.items()] in said


def test_it_answers_and_converts(tmp_path: Path) -> None:
    bundle = write(account(), tmp_path / "account.json")
    settings = {**AS_THE_IMAGE, "JOURNEYDESK_BUNDLE": str(bundle)}
    with LocalSlack() as slack, bot_process(slack, tmp_path, REAL, settings) as bot:
        ana, ben = slack.person("ana"), slack.person("ben")
        ben.says("Which plan do I need for customer journeys?")
        ben.waits_for(lambda seen: seen.is_bot and "Essentials" in seen.plain)
        ana.says("Que deviennent mes contacts en attente ?")
        ana.waits_for(lambda seen: seen.is_bot and "contacts" in seen.plain)
        ben.runs("/convert Bienvenue newsletter", "#marketing")
        ben.waits_for("The journey", "#marketing")

        assert "Traceback" not in bot.output()
