"""What a draft for the FAQ starts from: what was asked, and what was answered."""

from bot.desk.case import Case
from bot.slack.blocks.desk.relayed import readable
from bot.slack.desk.scene import Scene
from bot.slack.mrkdwn import one_line


def asked(scene: Scene, case: Case) -> str:
    """The requester's own words, else their last question to the bot."""
    packet = scene.desk.packet(scene.workspace_id, case.id)
    if packet is None:
        return ""
    return one_line(packet.said or (packet.exchanges[-1].question if packet.exchanges else ""))


def answered(scene: Scene, case: Case) -> str:
    """What agents wrote to the requester."""
    messages = scene.desk.messages(scene.workspace_id, case.id)
    return "\n".join(readable(one.text) for one in messages if one.side == "agent" and one.text)
