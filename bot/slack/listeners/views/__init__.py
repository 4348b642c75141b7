import re

from slack_bolt import Ack, App


def register(app: App) -> None:
    app.view_submission(re.compile(""))(close_view)
    app.view_closed(re.compile(""))(close_view)


def close_view(ack: Ack) -> None:
    """Our modals only show things: submitting or closing one has nothing to save."""
    ack()
