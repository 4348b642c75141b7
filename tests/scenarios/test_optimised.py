"""The bot as its image starts it: Python leaves docstrings and assertions out."""

from pathlib import Path

from bot.playground.driver import LocalSlack
from tests.faults.process import REAL, bot_process

IMAGE = Path(__file__).parents[2] / "deploy" / "Dockerfile"
OPTIMISED = {"PYTHONOPTIMIZE": "2"}


def test_the_image_starts_it_like_that() -> None:
    lines = IMAGE.read_text(encoding="utf-8").splitlines()
    said = [line.split()[1:] for line in lines if line.startswith("ENV ")]
    assert [f"{name}={value}" for name, value in OPTIMISED.items()] in said


def test_it_answers_and_converts(tmp_path: Path) -> None:
    with LocalSlack() as slack, bot_process(slack, tmp_path, REAL, OPTIMISED) as bot:
        ana, ben = slack.person("ana"), slack.person("ben")
        ben.says("Which plan do I need for customer journeys?")
        ben.waits_for("Essentials")
        ana.says("Que deviennent mes contacts en attente ?")
        ana.waits_for("contacts")
        ben.runs("/convert plan:free", "#marketing")

        assert "/convert" in ben.last("#marketing").plain
        assert "Traceback" not in bot.output()
