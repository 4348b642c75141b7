"""From what a person asks to the reply: one call of a service, then blocks."""

from bot.slack.account import offering
from bot.slack.audit import asking
from bot.slack.blocks import picker, sentences
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.report import private_reply
from bot.slack.cutover.known import with_known
from bot.slack.maps.offer import Offer
from bot.slack.people import Person
from bot.slack.reference import Ref
from bot.slack.request import Request
from bot.slack.services import Services
from bot.talk.naming import names_in
from converter import plans


def answer(
    services: Services,
    person: Person,
    request: Request,
    *,
    can_share: bool,
    offer: Offer | None = None,
) -> Reply:
    """The reply to ``request``. ``can_share``: it stands where others could see it shared.
    ``offer``: the map that comes with a conversion, to begin when the reply is said."""
    language = request.language or person.language
    polite = request.wish in ("hello", "help", "thanks")
    if not person.may_see and not (polite and person.standing == "guest"):
        return sentences.refusal(language, person.standing)
    if request.problem is not None:
        return sentences.unknown_option(language, request.problem)
    if request.wish in ("hello", "help"):
        return sentences.help_reply(language)
    if request.wish == "thanks":
        return sentences.sentence(language, "thanked")
    if request.wish == "all":
        return asking.ask(services, person, language, request.plan).reply
    if request.wish == "connect":
        return offering.connect(services, person, language)
    if request.wish == "disconnect":
        return offering.ask_to_disconnect(services, person, language)
    count = services.automations.count(person.workspace_id)
    if count == 0:
        return sentences.sentence(language, "nothing_loaded")
    ref = Ref(key=0, language=language, plan=request.plan, share=can_share)
    if request.wish == "pick":
        return picker.picker(ref, plans(), count)
    return named(services, person, request.name, ref, offer)


def name_meant(services: Services, person: Person, name: str) -> str:
    """What to look for where somebody wrote “convert ``name``”: as it stands if that finds
    something, else without the courtesies around it; empty for “convert it”."""
    if services.automations.find(person.workspace_id, name).match is not None:
        return name
    without = names_in(f"convert {name}")
    return without[0] if without else ""


def named(
    services: Services, person: Person, name: str, ref: Ref, offer: Offer | None = None
) -> Reply:
    """The conversion of the automation called ``name``, or those that may have been meant."""
    found = services.automations.find(person.workspace_id, name)
    if found.match is not None:
        chosen = ref.model_copy(update={"key": found.match.key})
        return converted(services, person, chosen, offer=offer)
    if found.same_name:
        return picker.same_name(name, found.candidates, found.same_name, ref, plans())
    if found.candidates:
        return picker.did_you_mean(name, found.candidates, ref, plans())
    return picker.not_found(name, ref, plans())


def converted(
    services: Services,
    person: Person,
    ref: Ref,
    *,
    shared: bool = False,
    offer: Offer | None = None,
) -> Reply:
    """The reply to a conversion of the automation that ``ref`` names."""
    report = services.automations.convert(person.workspace_id, ref.key, ref.language, ref.plan)
    said = offer.said(report, ref) if offer is not None else None
    report = with_known(services, person.workspace_id, report, ref.language)
    given = services.questions.given(person.workspace_id, ref.key)
    return private_reply(report, ref, given, shared=shared, map_said=said)
