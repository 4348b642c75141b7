"""The workspace a request is about: the one the bot's token belongs to.

Payloads name a team too, but for people from other organizations that is theirs, not ours.
"""

from slack_bolt import BoltContext

from bot.slack.failures import SlackUnavailable


def workspace_of(context: BoltContext) -> str:
    """Slack's team id; SlackUnavailable where ``auth.test`` named none."""
    result = context.authorize_result
    if result is None or not result.team_id:
        raise SlackUnavailable("auth.test named no team")
    return result.team_id
