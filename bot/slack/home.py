"""The App Home of one person."""

from slack_sdk import WebClient

from bot.slack.account import offering
from bot.slack.audit.home import of_account
from bot.slack.blocks.sentences import home_view
from bot.slack.cutover.home import of_cutovers
from bot.slack.desk.home import of_desk
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.showing import suggested


def publish(services: Services, client: WebClient, person: Person) -> None:
    """Show it as it is now. Raises what slack_sdk raises."""
    language = person.language
    questions = suggested(services, person.workspace_id, language)
    more = [
        *offering.home(services, person),
        *of_account(services, person),
        *of_cutovers(services, client, person),
        *of_desk(services, client, person),
    ]
    client.views_publish(user_id=person.user_id, view=home_view(language, questions, more))
