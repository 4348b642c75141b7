"""What the App Home shows of the desk."""

from datetime import datetime, timedelta

from slack_sdk import WebClient

from bot.desk.case import Case
from bot.slack.blocks.desk import home
from bot.slack.blocks.elements import Block
from bot.slack.desk.scene import Scene, stage
from bot.slack.mrkdwn import shorten
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.texts import plain
from converter.language import quote

DAYS = 30
NAME = 80
"""Characters of an automation's name."""


def may_run(services: Services, client: WebClient, person: Person) -> bool:
    """Whether somebody may see the desk's numbers and change its settings: the agents."""
    scene = stage(services, client, person.workspace_id)
    if scene is None or person.standing != "member":
        return False
    channel = scene.settings.triage_channel
    agents = scene.parts.agents
    return bool(agents.among(client, person.workspace_id, channel, person.user_id))


def of_desk(services: Services, client: WebClient, person: Person) -> list[Block]:
    """Their own requests; for agents also the numbers of the last days."""
    scene = stage(services, client, person.workspace_id)
    if scene is None:
        return []
    mine = scene.desk.asked_by(person.workspace_id, person.user_id, home.MINE)
    blocks = home.requests(mine, lambda case: _about(scene, case, person), person.language)
    if may_run(services, client, person):
        hours = scene.settings.hours
        found = scene.parts.numbers.ready(person.workspace_id, *_period(scene), hours)
        blocks += home.numbers(found, DAYS, person.language)
    return blocks


def table(scene: Scene, person: Person) -> tuple[str, str]:
    """The cases of the last days as CSV: the name of the file, and what is in it."""
    since, until = _period(scene)
    text = scene.parts.numbers.table(person.workspace_id, since, until, person.language)
    return f"journeydesk-{until:%Y-%m-%d}.csv", text


def _period(scene: Scene) -> tuple[datetime, datetime]:
    until = scene.parts.now()
    return until - timedelta(days=DAYS), until


def _about(scene: Scene, case: Case, person: Person) -> str:
    packet = scene.desk.packet(person.workspace_id, case.id) if case.start == "conversion" else None
    if packet is not None and packet.automation is not None:
        return quote(person.language, shorten(packet.automation.name, NAME))
    entry = (
        scene.services.talk.entry(person.workspace_id, case.topic, person.language)
        if case.topic
        else None
    )
    return entry.title if entry is not None else plain(person.language, "desk_about_nothing")
