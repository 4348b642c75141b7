"""The routes that the browser page uses: what a person sees, and what the person does."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.playground import interactions, people
from bot.playground.api.files import MOST_BYTES
from bot.playground.elements import find_element
from bot.playground.errors import ApiError, Refused
from bot.playground.http_bodies import parse_object, read_bytes
from bot.playground.limits import Json
from bot.playground.notices import refusal
from bot.playground.page_view import view_for, world_json
from bot.playground.people import Done
from bot.playground.records import View
from bot.playground.slack import Slack
from bot.playground.workspace import Workspace

PAGE = Path(__file__).with_name("page")
HEARTBEAT_SECONDS = 15.0

Act = Callable[["Ask"], Awaitable[Json]]


class Ask(BaseModel):
    """The body of every POST; each action says which fields it needs."""

    model_config = ConfigDict(frozen=True, extra="allow")

    user: str
    channel: str | None = None
    text: str = ""
    ts: str | None = None
    thread_ts: str | None = None
    message_ts: str | None = None
    view_id: str | None = None
    block_id: str = ""
    action_id: str = ""
    callback_id: str = ""
    query: str = ""
    files: tuple[str, ...] = ()
    values: dict[str, dict[str, dict[str, Any]]] = {}

    def given(self) -> Json:
        """The value keys of a click, such as `selected_option`."""
        return dict(self.model_extra or {})

    def in_channel(self) -> str:
        if self.channel is None:
            raise Refused("channel_not_found")
        return self.channel

    def message(self) -> str:
        if self.ts is None:
            raise Refused("message_not_found")
        return self.ts

    def view(self) -> str:
        if self.view_id is None:
            raise Refused("view_not_found")
        return self.view_id


def refused(code: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    body = {"ok": False, "error": code, "message": refusal(code)}
    return JSONResponse(body | ({"errors": errors} if errors else {}), status)


def page_routes(slack: Slack) -> list[Route]:
    async def index(_request: Request) -> Response:
        return _file("index.html")

    async def static(request: Request) -> Response:
        return _file(request.path_params["name"])

    async def world(_request: Request) -> Response:
        return JSONResponse(world_json(slack))

    async def view(request: Request) -> Response:
        user = request.query_params.get("user", "")
        if user not in slack.workspace.people:
            return refused("user_not_found", status=404)
        return JSONResponse(view_for(slack, user))

    async def events(request: Request) -> Response:
        user = request.query_params.get("user", "")
        if user not in slack.workspace.people:
            return refused("user_not_found", status=404)
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            _changes(slack, user), media_type="text/event-stream", headers=headers
        )

    async def upload(request: Request) -> Response:
        asked = request.query_params
        try:
            content = await read_bytes(request, MOST_BYTES)
            file = people.upload(slack, asked.get("user", ""), asked.get("name", ""), content)
        except ApiError as error:
            return refused(error.code, status=error.status)
        except Refused as no:
            return refused(no.code)
        return JSONResponse({"ok": True, "file": file.id})

    acts = _Acts(slack)
    return [
        Route("/", index),
        Route("/static/{name:path}", static),
        Route("/page/world", world),
        Route("/page/view", view),
        Route("/page/events", events),
        Route("/page/upload", upload, methods=["POST"]),
        *(
            Route(f"/page/{name}", _endpoint(getattr(acts, name)), methods=["POST"])
            for name in (
                "say",
                "edit",
                "delete",
                "click",
                "options",
                "submit",
                "close",
                "shortcut",
                "home",
                "dm",
            )
        ),
    ]


class _Acts:
    """One method for each POST under /page/."""

    def __init__(self, slack: Slack) -> None:
        self._slack = slack

    async def say(self, ask: Ask) -> Json:
        channel = ask.in_channel()
        done = people.say(self._slack, ask.user, channel, ask.text, ask.thread_ts, ask.files)
        return _done(await done)

    async def edit(self, ask: Ask) -> Json:
        return _done(
            await people.edit(self._slack, ask.user, ask.in_channel(), ask.message(), ask.text)
        )

    async def delete(self, ask: Ask) -> Json:
        return _done(await people.delete(self._slack, ask.user, ask.in_channel(), ask.message()))

    async def click(self, ask: Ask) -> Json:
        place = self._place(ask)
        if isinstance(place, View):
            # What is typed in the other fields stays when the bot changes the view.
            for block_id, actions in ask.values.items():
                for action_id, value in actions.items():
                    element = find_element(place.blocks, block_id, action_id)
                    interactions.fill(place, ask.user, element, value)
        element = find_element(place.blocks, ask.block_id, ask.action_id)
        return _done(await interactions.click(self._slack, ask.user, place, element, ask.given()))

    async def options(self, ask: Ask) -> Json:
        place = self._place(ask)
        element = find_element(place.blocks, ask.block_id, ask.action_id)
        return await interactions.options(self._slack, ask.user, place, element, ask.query)

    async def submit(self, ask: Ask) -> Json:
        return _done(await interactions.submit(self._slack, ask.user, ask.view(), ask.values))

    async def close(self, ask: Ask) -> Json:
        return _done(await interactions.close(self._slack, ask.user, ask.view()))

    async def shortcut(self, ask: Ask) -> Json:
        known = {shortcut.callback_id for shortcut in self._slack.world.shortcuts}
        if ask.callback_id not in known:
            raise Refused("invalid_request")
        message = people.message_of(self._slack, ask.user, ask.in_channel(), ask.message())
        return _done(await interactions.shortcut(self._slack, ask.user, ask.callback_id, message))

    async def home(self, ask: Ask) -> Json:
        return _done(await people.open_home(self._slack, ask.user))

    async def dm(self, ask: Ask) -> Json:
        return {"channel": (await people.open_dm(self._slack, ask.user)).id}

    def _place(self, ask: Ask) -> interactions.Place:
        people.person(self._slack, ask.user)
        return interactions.place_of(
            self._slack, ask.user, ask.channel, ask.message_ts, ask.view_id
        )


def _endpoint(act: Act) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            ask = Ask.model_validate(parse_object(await read_bytes(request)))
        except (ApiError, ValidationError):
            return refused("invalid_request", status=400)
        try:
            return JSONResponse({"ok": True, **await act(ask)})
        except Refused as no:
            return refused(no.code, no.errors)

    return endpoint


def _done(done: Done) -> Json:
    return {"ts": done.ts, "notice": done.notice}


def _file(name: str) -> Response:
    path = (PAGE / name).resolve()
    if not path.is_relative_to(PAGE) or not path.is_file():
        return refused("not_found", status=404)
    return FileResponse(path, headers={"Cache-Control": "no-cache"})


async def _changes(slack: Slack, user: str) -> AsyncIterator[str]:
    """Server-Sent Events: one at the start, then one for every change that `user` can see."""
    shown = -1
    while not slack.closing:
        workspace = slack.workspace
        now = workspace.seqs[user]
        if now != shown:
            shown = now
            yield f'event: changed\ndata: {{"seq": {now}}}\n\n'
        waiting = workspace.until(partial(_moved, workspace, user, now))
        try:
            await asyncio.wait_for(waiting, HEARTBEAT_SECONDS)
        except TimeoutError:
            yield ": still here\n\n"


def _moved(workspace: Workspace, user: str, seen: int) -> bool:
    return workspace.seqs[user] != seen
