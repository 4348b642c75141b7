"""The JSON of files: where they are served, and which messages show them."""

from urllib.parse import quote

from bot.playground.limits import Json
from bot.playground.records import Channel, File
from bot.playground.workspace import Workspace

# What events tell of a file in a channel that is shared with another company: its id, and that
# the rest is to be asked for with files.info.
_UNTOLD = {
    "mode": "file_access",
    "file_access": "check_file_info",
    "created": 0,
    "timestamp": 0,
    "user": "",
}


def page_path(file: File) -> str:
    """Where people look at the file, from the server's root."""
    return f"/files/{file.id}/{_name(file)}"


def file_json(workspace: Workspace, file: File, base_url: str) -> Json:
    private = f"{base_url}/files-pri/{workspace.world.team.id}-{file.id}"
    places = [workspace.channels[name] for name in dict.fromkeys(m.channel for m in file.shares)]
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "user": file.user,
        "size": file.length,
        "mode": "hosted",
        "is_external": False,
        "is_public": any(place.kind == "channel" for place in places),
        "url_private": f"{private}/{_name(file)}",
        "url_private_download": f"{private}/download/{_name(file)}",
        "permalink": base_url + page_path(file),
        "channels": [place.id for place in places if place.kind == "channel"],
        "groups": [place.id for place in places if place.kind == "group"],
        "ims": [place.id for place in places if place.kind == "im"],
        "shares": _shares_json(places, file),
        **({"alt_txt": file.alt_text} if file.alt_text else {}),
    }


def without_files(message: Json) -> Json:
    """A message as events of a shared channel tell it: its files by id alone."""
    if "files" not in message:
        return message
    return message | {"files": [{"id": file["id"]} | _UNTOLD for file in message["files"]]}


def _name(file: File) -> str:
    return quote(file.name, safe="")


def _shares_json(places: list[Channel], file: File) -> Json:
    """By channel, the messages that show the file."""
    shares: Json = {}
    for place in places:
        shown = [
            {"ts": message.ts, "channel_name": place.name, "reply_count": 0}
            | ({"thread_ts": message.thread_ts} if message.thread_ts else {})
            for message in file.shares
            if message.channel == place.id
        ]
        # Slack's word for a direct conversation is private, too.
        shares.setdefault("public" if place.kind == "channel" else "private", {})[place.id] = shown
    return shares
