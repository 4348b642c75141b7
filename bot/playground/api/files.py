"""files.*: the upload in three steps."""

import mimetypes

from bot.playground.api.registry import Call, method
from bot.playground.content import Content
from bot.playground.errors import ApiError
from bot.playground.limits import Finding, Json, as_json
from bot.playground.payloads import file_json
from bot.playground.records import File

MOST_BYTES = 20 * 1024 * 1024


@method("files.getUploadURLExternal", "files:write")
def files_get_upload_url(call: Call) -> Json:
    name = call.string("filename").replace("/", "_")
    length = call.number("length", 0, 1, MOST_BYTES)
    file_id = call.workspace.new_id("F")
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    call.workspace.files[file_id] = File(file_id, name, length, mimetype=guessed)
    return {"upload_url": f"{call.slack.base_url}/upload/{file_id}", "file_id": file_id}


@method("files.completeUploadExternal", "files:write")
def files_complete_upload(call: Call) -> Json:
    listed = call.args.get("files")
    if not isinstance(listed, list) or not listed:
        raise ApiError("invalid_arguments", [Finding("missing required field: files", "")])
    channel = call.joined_channel("channel_id") if call.optional("channel_id") else None
    thread_ts = call.optional("thread_ts")
    if channel is not None and thread_ts is not None:
        parent = call.workspace.find(channel, thread_ts)
        if parent is None or parent.is_reply:
            raise ApiError("cannot_reply_to_message")
    files = []
    for item in listed:
        entry = as_json(item)
        file = call.workspace.files.get(str(entry.get("id")))
        if file is None:
            raise ApiError("file_not_found")
        if file.content is None:
            raise ApiError("file_update_failed")
        file.title = str(entry.get("title") or file.name)
        files.append(file)
    if channel is not None:
        content = Content(call.optional("initial_comment"), None, None, None)
        message = call.slack.bot_message(channel, content)
        message.thread_ts = thread_ts
        message.files = [file.id for file in files]
        for file in files:
            file.shared_in.append(channel.id)
        call.slack.post(message)
    return {"files": [file_json(file, call.slack.base_url) for file in files]}


@method("files.info", "files:read")
def files_info(call: Call) -> Json:
    file = call.workspace.files.get(call.string("file"))
    if file is None:
        raise ApiError("file_not_found")
    return {"file": file_json(file, call.slack.base_url)}
