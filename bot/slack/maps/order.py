"""A map that is to be sent: whose it is, of what, and where it goes."""

from bot.slack.reference import Ref
from converter.frozen import Frozen

KIND = "map"


class MapOrder(Frozen):
    """``channel`` is the direct conversation where that is known already, ``thread`` the one that
    the reply stands in there. ``ref`` names the automation, the plan and the language."""

    user_id: str
    ref: Ref
    channel: str | None = None
    thread: str | None = None

    def encode(self) -> str:
        return "|".join((self.user_id, self.channel or "", self.thread or "", self.ref.encode()))

    @classmethod
    def decode(cls, key: str) -> "MapOrder":
        """Raises ValueError for anything that ``encode`` did not write."""
        user_id, channel, thread, named = key.split("|")
        ref = Ref.decode(named)
        if ref is None:
            raise ValueError(key)
        return cls(user_id=user_id, ref=ref, channel=channel or None, thread=thread or None)


def work_id_of(workspace_id: str, order: MapOrder, drawn: str) -> str:
    """``drawn`` is the digest of the picture: the same map goes to the same person once."""
    return f"{KIND}:{workspace_id}:{order.user_id}:{order.ref.language}:{drawn}"
