"""``python -m tests.faults.quick_bot serve``: the bot's command line with a matcher made by hand.

The real matcher takes seconds to load, at every start. Everything else is the bot's own. Three
variables that only this file reads: `FAULTS_ROLE` (receiver, worker, all), `FAULTS_POINTS` (see
tests.faults.points), and `FAULTS_PERIOD`, the seconds between two messages in a channel.
"""

import os
from typing import Any

import bot.web.serve
from bot.app import Wired, build
from bot.assembling import Tempo
from bot.cli import main
from bot.settings import Settings
from bot.work import Queues
from tests.faults import points
from tests.talk_answers import HandMade


def _hand_made(*_places: object) -> Any:
    answers = HandMade()
    vars(answers)["warm"] = lambda: None
    return answers


def _build(settings: Settings, answers: Any, *given: Any, **more: Any) -> Wired:
    role = os.environ.get("FAULTS_ROLE")
    if role is not None:
        more["role"] = role
    period = os.environ.get("FAULTS_PERIOD")
    if period is not None:
        more["tempo"] = Tempo(Queues(post_period=float(period)))
    return build(settings, answers, *given, **more)


def run() -> None:
    vars(bot.web.serve).update(Answers=_hand_made, build=_build)
    points.watch(os.environ.get("FAULTS_POINTS"))
    main()


if __name__ == "__main__":
    run()
