"""What the App Home shows of cut-overs: to full members only."""

from slack_sdk import WebClient

from bot.cutover.due import next_due
from bot.slack.blocks.cutover import home
from bot.slack.blocks.elements import Block
from bot.slack.cutover.scene import stage
from bot.slack.people import Person
from bot.slack.services import Services


def of_cutovers(services: Services, client: WebClient, person: Person) -> list[Block]:
    scene = stage(services, client, person.workspace_id)
    if scene is None or not person.may_see:
        return []
    under_way = scene.cutovers.under_way(person.workspace_id, home.LISTED)
    dues = [(one, next_due(one)) for one in under_way]
    listed = [(one, due.at if due is not None else None) for one, due in dues]
    return home.cutovers(scene.cutovers.counts(person.workspace_id), listed, person.language)
