"""A message of a person and what the bot does about it: one exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from slack_sdk import WebClient

from bot.slack import conversation, delivery, uploads
from bot.slack.audit import asking
from bot.slack.blocks import ladder, sentences
from bot.slack.blocks.elements import Reply
from bot.slack.maps.offer import Offer
from bot.slack.people import Person
from bot.slack.ports import Asked, Question, Spoken
from bot.slack.request import (
    Request,
    language_of,
    mentions_bot,
    mentions_others,
    question_of,
    read_message,
)
from bot.slack.services import Services
from bot.slack.showing import in_direct, shown
from bot.slack.talk_reference import TalkRef
from bot.talk.hearing import Hearing, yes_or_no
from bot.talk.naming import names_in

NAME_WORDS = 6
"""A message of more words than this is no automation's name with a typing error."""


@dataclass(frozen=True)
class Incoming:
    """A message with what it was read from. ``raw`` is its text as Slack delivered it."""

    spoken: Spoken
    raw: str
    bot_user_id: str | None
    services: Services
    client: WebClient
    files: tuple[Mapping[str, Any], ...] = ()

    def person(self) -> Person:
        return self.services.people.of(self.client, self.spoken.workspace_id, self.spoken.user)

    def request(self) -> Request:
        return read_message(self.raw, self.bot_user_id)

    def question(self, person: Person, *, unasked: bool, only_if_found: bool = False) -> Question:
        spoken = self.spoken
        return Question(
            workspace_id=spoken.workspace_id,
            channel=spoken.channel,
            thread=spoken.thread,
            question_ts=spoken.ts,
            asker=spoken.user,
            text=spoken.text,
            fallback=person.language,
            language=language_of(self.raw),
            private=not (spoken.direct or spoken.agreed),
            direct=spoken.direct,
            unasked=unasked,
            only_if_found=only_if_found,
        )


def read(
    event: dict[str, Any],
    workspace_id: str,
    bot_user_id: str | None,
    services: Services,
    client: WebClient,
) -> Incoming | None:
    """A message or mention as an exchange needs it; None where something of it is missing."""
    channel, user, ts = event.get("channel"), event.get("user"), event.get("ts")
    if not (channel and user and ts):
        return None
    raw = event.get("text") or ""
    direct = event.get("channel_type") == "im"
    spoken = Spoken(
        workspace_id=workspace_id,
        channel=channel,
        thread_ts=event.get("thread_ts"),
        ts=ts,
        user=user,
        text=question_of(raw, bot_user_id),
        direct=direct,
        mentioned=event.get("type") == "app_mention" or mentions_bot(raw, bot_user_id),
        mentions_others=mentions_others(raw, bot_user_id),
        agreed=not direct and channel in services.channels,
    )
    files = tuple(one for one in event.get("files") or () if isinstance(one, dict))
    return Incoming(spoken, raw, bot_user_id, services, client, files)


def answer(incoming: Incoming, heard: Hearing) -> None:
    """Say what there is to say. Raises what slack_sdk raises."""
    spoken, person = incoming.spoken, incoming.person()
    addressed = spoken.direct or spoken.mentioned
    verdict = incoming.services.allowance.allowed(spoken.workspace_id, spoken.user)
    if verdict != "yes":
        if verdict == "tell" and addressed:
            _say(incoming, sentences.too_many(person.language))
    elif heard == "mute":
        _say(incoming, sentences.sentence(person.language, _QUIET[spoken.direct]))
    elif person.may_ask:
        _files(incoming, person)
        if spoken.text or not (spoken.direct and incoming.files):
            _respond(incoming, person, heard)
    elif heard == "answer" and addressed:
        _say(incoming, sentences.refusal(person.language, person.standing))


def stated(
    incoming: Incoming, person: Person, offer: Offer | None = None
) -> tuple[Reply | None, Reply | None]:
    """The reply to a message that says what it wants ("convert X", a name, "help"), and the one
    to give where no question is found in it either. ``offer``: the map that comes with it."""
    services, request = incoming.services, incoming.request()
    share = not incoming.spoken.direct
    if request.wish == "hello":
        return None, conversation.answer(services, person, request, can_share=share, offer=offer)
    if request.wish != "convert" or request.plan is not None or request.problem is not None:
        return conversation.answer(services, person, request, can_share=share, offer=offer), None
    if not person.may_see:
        refused = sentences.refusal(request.language or person.language, person.standing)
        return (None if request.free else refused), refused
    found = services.automations.find(person.workspace_id, request.name)
    exact = found.same_name > 0 or (found.match is not None and found.exact)
    if not exact:
        request = _without_courtesies(incoming, person, request)
        exact = request.name != incoming.request().name and request.free
    asks = incoming.spoken.text.rstrip().endswith("?")
    if exact or (not request.free and not asks):
        return conversation.answer(services, person, request, can_share=share, offer=offer), None
    if not request.free:
        return None, conversation.answer(services, person, request, can_share=share, offer=offer)
    near = found.match is not None or bool(found.candidates)
    if near and not asks and len(request.name.split()) <= NAME_WORDS:
        return None, conversation.answer(services, person, request, can_share=share, offer=offer)
    return None, None


def _without_courtesies(incoming: Incoming, person: Person, request: Request) -> Request:
    """“Convert my X please” asks for X; “could you check X?” too, if X is exactly a name."""
    services = incoming.services
    if not request.free:
        name = conversation.name_meant(services, person, request.name)
        return request.model_copy(update={"name": name, "wish": "convert" if name else "pick"})
    for name in names_in(request.name):
        if services.automations.find(person.workspace_id, name).exact:
            return request.model_copy(update={"name": name})
    return request


def deliver(incoming: Incoming, asked: Asked, reply: Reply) -> None:
    """The answer where it belongs; put right if the question changed while it was on its way."""
    spoken, services, client = incoming.spoken, incoming.services, incoming.client
    ts = None
    if asked.private:
        delivery.whisper(client, spoken.channel, spoken.user, reply, spoken.thread_ts)
    else:
        ts = delivery.post(client, spoken.channel, reply, spoken.thread or None)
    changed = services.talk.answered(spoken.workspace_id, asked, ts)
    if changed is None or ts is None:
        return
    if changed.turn.outcome == "deleted":
        delivery.remove(client, spoken.channel, ts)
    else:
        closed = not in_direct(changed)
        again = shown(services, incoming.person(), changed, closed=closed)
        delivery.update(client, spoken.channel, ts, again)


def _files(incoming: Incoming, person: Person) -> None:
    """What was sent along in a direct conversation; the words beside it are a question as ever."""
    spoken, services, client = incoming.spoken, incoming.services, incoming.client
    if not spoken.direct:
        return
    for file in incoming.files:
        reply = uploads.received(services, client, person, file, alone=not spoken.text)
        if reply is not None:
            _say(incoming, reply)


def _respond(incoming: Incoming, person: Person, heard: Hearing) -> None:
    services, unasked = incoming.services, heard == "unasked"
    if not unasked and incoming.spoken.direct:
        audit = asking.in_words(services, person, incoming.request())
        if audit is not None:
            if not audit.begun:
                _say(incoming, audit.reply)
            return
    offer = _offer(incoming, person)
    reply, otherwise = (None, None) if unasked else stated(incoming, person, offer)
    if reply is not None:
        _say(incoming, reply)
        offer.begin()
        return
    word = None if unasked else yes_or_no(incoming.spoken.text)
    if word is not None:
        _say(incoming, _to_a_word(incoming, person, word))
        return
    question = incoming.question(person, unasked=unasked, only_if_found=otherwise is not None)
    result = services.talk.ask(question)
    if result is None:
        if otherwise is not None:
            _say(incoming, otherwise)
            offer.begin()
        return
    asked, allowed = result
    if allowed == "speak":
        deliver(incoming, asked, shown(services, person, asked, offer=offer))
        offer.begin()
    elif allowed == "last":
        deliver(incoming, asked, sentences.sentence(asked.turn.language, "pause"))


def _offer(incoming: Incoming, person: Person) -> Offer:
    """In our direct conversation the map stands where the reply does."""
    spoken = incoming.spoken
    if spoken.direct:
        return Offer(incoming.services, person, spoken.channel, spoken.thread_ts)
    return Offer(incoming.services, person)


def _to_a_word(incoming: Incoming, person: Person, word: Literal["yes", "no"]) -> Reply:
    """The reply to a bare yes or no: it is about what was shown, never a new question."""
    services = incoming.services
    question = incoming.question(person, unasked=False)
    asked, changed = services.talk.typed(question, word)
    if asked is None:
        return ladder.rephrase_reply(TalkRef(language=person.language))
    if changed and asked.turn.outcome == "yes":
        return sentences.sentence(asked.turn.language, "confirmed")
    return shown(services, person, asked)


def _say(incoming: Incoming, reply: Reply) -> None:
    """A reply that is no answer to a question: beside the asker's message, private in channels."""
    spoken, client = incoming.spoken, incoming.client
    if spoken.direct:
        delivery.post(client, spoken.channel, reply, spoken.thread_ts)
    else:
        delivery.whisper(client, spoken.channel, spoken.user, reply, spoken.thread_ts)


_QUIET = {True: "quiet_direct", False: "quiet_thread"}
