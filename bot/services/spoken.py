"""What comes into the conversation: a message of a person, and the question it holds."""

from converter.frozen import Frozen
from converter.report.model import Language


class Spoken(Frozen):
    """A message of a person. ``thread_ts`` is the thread it stands in, None at the top level."""

    workspace_id: str
    channel: str
    thread_ts: str | None
    ts: str
    user: str
    text: str
    direct: bool = False
    mentioned: bool = False
    mentions_others: bool = False
    agreed: bool = False

    @property
    def thread(self) -> str:
        """The thread that an answer belongs to; empty for the top level of a direct message."""
        return self.thread_ts or ("" if self.direct else self.ts)


class Question(Frozen):
    """What to answer. ``thread`` is empty where there is none. ``fallback`` is the language where
    neither the text nor the thread tells; ``language`` one that the asker chose.

    ``unasked``: nobody addressed the bot, so only a sure answer is given. ``together``: what came
    before in this conversation (its language, its number of replies) counts. ``direct``: in a
    conversation with the bot alone. ``only_if_found``: where nothing is found, something else is
    to be said, so nothing is kept.
    """

    workspace_id: str
    channel: str
    thread: str = ""
    question_ts: str | None = None
    asker: str
    text: str
    fallback: Language
    language: Language | None = None
    private: bool
    direct: bool = False
    unasked: bool = False
    together: bool = True
    only_if_found: bool = False
