"""A map as a file in a direct conversation."""

from slack_sdk import WebClient

from bot.services.maps import DrawnMap
from bot.slack.mrkdwn import shorten
from bot.slack.texts import plain
from converter.report.model import AutomationReport, Language


def name_of(report: AutomationReport, language: Language) -> str:
    return shorten(report.name.strip() or plain(language, "untitled"), 100)


def post_map(
    client: WebClient,
    channel: str,
    thread: str | None,
    drawn: DrawnMap,
    name: str,
    language: Language,
) -> None:
    """Raises what slack_sdk raises."""
    client.files_upload_v2(
        content=drawn.content,
        filename="journey-map.png",
        title=plain(language, "map_title", name=name),
        alt_txt=drawn.alt,
        channel=channel,
        thread_ts=thread,
    )
