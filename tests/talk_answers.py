"""A small FAQ and a matcher by hand, for tests of the conversation: words lead to topics."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.services.answers_model import Action, Answer, Source
from converter.report.model import Language
from intents.result import Candidate, Decision, Match

CHECKED = date(2026, 11, 22)

TITLES: dict[str, tuple[str, str]] = {
    "plan-availability": ("Which plan has customer journeys", "Quel forfait a les parcours client"),
    "plan-limits": ("How many points a plan allows", "Combien de points par forfait"),
    "undo-archive": (
        "Going back to classic automations",
        "Revenir à l'automatisation classique",
    ),
    "classic-retirement": (
        "Is the classic builder closing",
        "L'outil classique va-t-il fermer",
    ),
    "contacts-after-conversion": ("What happens to contacts", "Ce que deviennent les contacts"),
    "automatic-conversion": ("A tool converts for you", "Un outil convertit pour vous"),
    "greeting": ("Hello", "Bonjour"),
    "thanks": ("Thanks", "Merci"),
    "bot-help": ("What I can do", "Ce que je sais faire"),
    "human": ("Talking to a person", "Parler à une personne"),
    "convert-automation": ("Convert one of my automations", "Convertir une automatisation"),
}
DIALOGUE = {"greeting", "thanks", "bot-help", "human", "convert-automation"}
SHORT: dict[str, tuple[str, str]] = {
    "plan-availability": (
        "Journeys come with *Essentials*, *Standard* and *Premium*; Free has none.",
        "Les parcours existent avec *Essentials*, *Standard* et *Premium* ; pas avec Free.",
    ),
    "undo-archive": (
        "No: an archived classic automation cannot be started again.",
        "Non : une automatisation classique archivée ne peut pas être relancée.",
    ),
}
WORDS: tuple[tuple[str, str], ...] = (
    (r"which plan|quel forfait", "plan-availability"),
    (r"how many points|combien de points", "plan-limits"),
    (r"go back|revenir", "undo-archive"),
    (r"shut down|va fermer", "classic-retirement"),
    (r"contacts", "contacts-after-conversion"),
    (r"by hand|à la main", "automatic-conversion"),
    (r"a person|un humain|une personne", "human"),
    (r"^(?:please |peux-tu |can you )*(?:convert|check|convertir|vérifie)\b", "convert-automation"),
    (r"^(?:good morning|bien le bonjour)", "greeting"),
)
FRENCH = re.compile(
    r"[éèàçê]|\b(?:je|le|la|les|mes|quel|est|puis|une?|des|vous|pour|que|dois)\b", re.IGNORECASE
)


@dataclass
class HandMade:
    """``said`` pins the decision of a text; else words decide: one topic is an answer, “perhaps”
    makes it a confirm, two topics a choice, none asks to rephrase and then sends to a person."""

    said: dict[str, Match] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    due: bool = False

    def match(
        self, workspace_id: str, text: str, *, fallback: Language, rephrased: bool = False
    ) -> Match:
        if text in self.said:
            return self.said[text]
        words = re.findall(r"\w+", text)
        sure = len(words) > 2
        language: Language = ("fr" if FRENCH.search(text) else "en") if sure else fallback
        found = [topic for pattern, topic in WORDS if re.search(pattern, text.casefold())]
        found = list(dict.fromkeys(found))[:3]
        decision: Decision = "person" if rephrased else "rephrase"
        if found:
            decision = "answer" if len(found) == 1 else "choose"
            if re.search(r"perhaps|peut-être", text.casefold()):
                decision = "confirm"
        rest = [t for t in ("classic-retirement", "plan-limits") if t not in found]
        return matched(decision, found, rest, language, sure=sure)

    def entry(self, workspace_id: str, topic: str, language: Language) -> Answer | None:
        if topic not in TITLES or topic in self.gone:
            return None
        at = 0 if language == "en" else 1
        dialogue = topic in DIALOGUE
        actions: tuple[Action, ...] = ("plans", "convert") if topic.startswith("plan") else ()
        short = SHORT.get(topic, ("", ""))[at] or f"{TITLES[topic][at]} (short)."
        return Answer(
            topic=topic,
            kind="dialogue" if dialogue else "topic",
            language=language,
            title=TITLES[topic][at],
            short=short,
            detail="" if dialogue else "• <https://mailchimp.com/help|one>\n• two",
            sources=() if dialogue else SOURCES[language],
            evidence="disputed" if topic == "plan-limits" else "official",
            checked=CHECKED,
            due=self.due,
            related=()
            if dialogue
            else tuple((t, TITLES[t][at]) for t in ("plan-limits",) if t != topic),
            actions=actions,
        )

    def topics(self, workspace_id: str, language: Language) -> tuple[tuple[str, str], ...]:
        at = 0 if language == "en" else 1
        known = (topic for topic in TITLES if topic not in DIALOGUE | self.gone)
        return tuple((topic, TITLES[topic][at]) for topic in known)


def matched(
    decision: Decision,
    topics: Sequence[str],
    rest: Sequence[str] = (),
    language: Language = "en",
    *,
    sure: bool = True,
) -> Match:
    """A match with these topics, best first."""
    shown = {"answer": 1, "confirm": 3, "choose": 3, "rephrase": 0, "person": 0}[decision]
    ranked = [Candidate(topic=t, confidence=0.9 - 0.1 * n) for n, t in enumerate((*topics, *rest))]
    offered = ranked[: min(shown, max(len(topics), 1))] if shown else []
    return Match(
        topic=ranked[0].topic if ranked else None,
        confidence=ranked[0].confidence if ranked else 0.0,
        decision=decision,
        candidates=tuple(offered),
        runners_up=tuple(ranked[len(offered) :]),
        language=language,
        language_sure=sure,
    )


SOURCES: dict[Language, tuple[Source, ...]] = {
    "en": (
        Source(
            title="Mailchimp help",
            url="https://mailchimp.com/help/x",
            date="2024",
            evidence="official",
        ),
    ),
    "fr": (
        Source(
            title="Aide Mailchimp",
            url="https://mailchimp.com/help/x",
            date="2024",
            evidence="official",
        ),
    ),
}
