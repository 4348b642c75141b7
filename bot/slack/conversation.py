"""From what a person asks to the reply: one call of a service, then blocks."""

from bot.slack.blocks import picker, sentences
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.report import private_reply
from bot.slack.people import Person
from bot.slack.reference import Ref
from bot.slack.request import Request
from bot.slack.services import Services
from bot.talk.naming import names_in
from converter import plans


def answer(services: Services, person: Person, request: Request, *, can_share: bool) -> Reply:
    """The reply to ``request``. ``can_share``: it stands where others could see it shared."""
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
        return sentences.sentence(language, "all_not_yet")
    if request.wish == "connect":
        return sentences.sentence(language, "connect_not_yet")
    count = services.automations.count(person.workspace_id)
    if count == 0:
        return sentences.sentence(language, "nothing_loaded")
    ref = Ref(key=0, language=language, plan=request.plan, share=can_share)
    if request.wish == "pick":
        return picker.picker(ref, plans(), count)
    return named(services, person, request.name, ref)


def name_meant(services: Services, person: Person, name: str) -> str:
    """What to look for where somebody wrote “convert ``name``”: as it stands if that finds
    something, else without the courtesies around it; empty for “convert it”."""
    if services.automations.find(person.workspace_id, name).match is not None:
        return name
    without = names_in(f"convert {name}")
    return without[0] if without else ""


def named(services: Services, person: Person, name: str, ref: Ref) -> Reply:
    """The conversion of the automation called ``name``, or those that may have been meant."""
    found = services.automations.find(person.workspace_id, name)
    if found.match is not None:
        chosen = ref.model_copy(update={"key": found.match.key})
        return converted(services, person, chosen)
    if found.same_name:
        return picker.same_name(name, found.candidates, found.same_name, ref, plans())
    if found.candidates:
        return picker.did_you_mean(name, found.candidates, ref, plans())
    return picker.not_found(name, ref, plans())


def converted(services: Services, person: Person, ref: Ref, *, shared: bool = False) -> Reply:
    """The reply to a conversion of the automation that ``ref`` names."""
    report = services.automations.convert(person.workspace_id, ref.key, ref.language, ref.plan)
    return private_reply(report, ref, shared=shared)
