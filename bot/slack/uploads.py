"""A file that somebody sent in a direct message: fetched, read, and what came of it said."""

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk import WebClient

from bot.delivery.run import current_run, outside_of_runs
from bot.slack.blocks import sentences
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.uploaded import answers_reply, automations_reply, problem_reply
from bot.slack.fetching import described, fetch
from bot.slack.people import Person
from bot.slack.ports import Upload, Uploads
from bot.slack.services import Services
from converter import plans

READ = (".json", ".gz", ".zip")
TYPES = ("json", "gzip", "zip")
"""What is worth fetching, by the end of its name and by Slack's word for it: of compressed files,
people are told to send what is in them."""
MEGABYTE = 1024 * 1024


def received(
    services: Services,
    client: WebClient,
    person: Person,
    file: Mapping[str, Any],
    *,
    alone: bool,
) -> Reply | None:
    """What to say about a file. ``alone``: no words came with it; beside words, a file that cannot
    be meant for us is passed over (None). Raises OSError and what SQLAlchemy raises."""
    language = person.language
    file = described(client, file)
    name = str(file.get("name") or file.get("title") or "file")
    if not (name.lower().endswith(READ) or file.get("filetype") in TYPES):
        return problem_reply("unknown", name, language) if alone else None
    if not person.may_see:
        return sentences.refusal(language, person.standing)
    taken = _once(lambda: _taken(services.uploads, client, person, file, name))
    problem = taken.get("problem")
    if problem is not None:
        limit = services.uploads.most // MEGABYTE
        return problem_reply(problem, name, language, limit=limit)
    return _said(services, person, name, Upload.model_validate(taken))


def _said(services: Services, person: Person, name: str, upload: Upload) -> Reply:
    language, workspace = person.language, person.workspace_id
    if upload.kind == "packed":
        return problem_reply("packed", name, language)
    if upload.kind == "unreadable":
        return problem_reply("unreadable", name, language, why=" ".join(upload.loaded.sentences))
    if upload.kind == "answers":
        judged = services.questions.judged(workspace, upload.answers)
        if judged.good:
            services.questions.keep(workspace, judged.good, person.user_id)
        return answers_reply(judged, name, language)
    count = services.automations.count(workspace)
    return automations_reply(upload, name, language, plans(), count)


def _taken(
    uploads: Uploads, client: WebClient, person: Person, file: Mapping[str, Any], name: str
) -> dict[str, Any]:
    """An Upload as JSON, or what kept us from it as ``problem``. May be done twice."""
    with uploads.place() as path:
        with path.open("wb") as into:
            fetched = fetch(client, file, into, uploads.most)
        if fetched != "whole":
            return {"problem": fetched}
        upload = uploads.take(person.workspace_id, path, name, person.language)
    return upload.model_dump(mode="json")


def _once(do: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """``do`` as one step of the run, where there is one."""
    run = current_run()
    if run is None:
        return do()

    def step() -> dict[str, Any]:
        with outside_of_runs():
            return do()

    done: dict[str, Any] = run.step(step)
    return done
