"""What the App Home shows of the account."""

from bot.slack.blocks.audit.home import home
from bot.slack.blocks.elements import Block
from bot.slack.people import Person
from bot.slack.services import Services


def of_account(services: Services, person: Person) -> list[Block]:
    """For full members, once there is an automation."""
    parts, workspace = services.audit, person.workspace_id
    if parts is None or not person.may_see or services.automations.count(workspace) == 0:
        return []
    last, running = parts.audits.last(workspace), parts.audits.running(workspace)
    return home(last, running, person.language)
