"""files.*: the upload in three steps."""

from bot.playground.api.registry import Call, method
from bot.playground.content import Content
from bot.playground.errors import ApiError
from bot.playground.file_payloads import file_json
from bot.playground.limits import Finding, Json, as_json

MOST_BYTES = 20 * 1024 * 1024
LONGEST_ALT = 1000


@method("files.getUploadURLExternal", "files:write")
def files_get_upload_url(call: Call) -> Json:
    name = call.string("filename")
    length = call.number("length", 0, 1, MOST_BYTES)
    described = call.optional("alt_txt") or ""
    if len(described) > LONGEST_ALT:
        raise ApiError("alt_txt_too_large")
    file = call.workspace.add_file(call.workspace.bot_user, name, length)
    file.alt_text = described
    return {"upload_url": f"{call.slack.base_url}/upload/{file.id}", "file_id": file.id}


@method("files.completeUploadExternal", "files:write")
def files_complete_upload(call: Call) -> Json:
    listed = call.args.get("files")
    if not isinstance(listed, list) or not listed:
        raise ApiError("invalid_arguments", [Finding("missing required field: files", "")])
    channel = call.joined_channel("channel_id") if call.optional("channel_id") else None
    if channel is not None and channel.archived:
        raise ApiError("is_archived")
    thread_ts = call.optional("thread_ts")
    if channel is not None and thread_ts is not None:
        parent = call.workspace.find(channel, thread_ts)
        if parent is None or parent.is_reply:
            raise ApiError("cannot_reply_to_message")
    files = []
    for item in listed:
        entry = as_json(item)
        file = call.workspace.files.get(str(entry.get("id")))
        if file is None or file.user != call.workspace.bot_user:
            raise ApiError("file_not_found")
        if file.content is None:
            raise ApiError("file_update_failed")
        file.title = str(entry.get("title") or file.name)
        files.append(file)
    if channel is not None:
        content = Content(call.optional("initial_comment"), None, None, None)
        message = call.slack.bot_message(channel, content)
        message.thread_ts = thread_ts
        call.workspace.show(message, files)
        call.slack.post(message)
    return {"files": [file_json(call.workspace, file, call.slack.base_url) for file in files]}


@method("files.info", "files:read")
def files_info(call: Call) -> Json:
    file = call.workspace.files.get(call.string("file"))
    if file is None or not call.workspace.app_sees(file):
        raise ApiError("file_not_found")
    return {"file": file_json(call.workspace, file, call.slack.base_url)}
