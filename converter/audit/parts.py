"""An audit as parts of the report's page: what stands before the automations."""

from collections.abc import Sequence

from converter.audit.model import Audit
from converter.audit.words import say
from converter.report.files import Part, PartTable


def parts_of(audit: Audit) -> tuple[Part, ...]:
    """In the order of the terminal; a part with nothing to say is left out."""
    language = audit.language
    compared = audit.comparison
    found = [
        _part(audit, "compared", [compared.text] if compared is not None else []),
        _part(audit, "answers", [gain.text for gain in audit.answers]),
        _part(audit, "gaps", [gap.text for gap in audit.gaps]),
        _part(audit, "plans", _plans(audit)),
        _part(
            audit,
            "doubles",
            [
                say("row_double", language, number=str(one.number), text=one.text)
                for one in audit.double_sends
            ],
        ),
        _part(
            audit,
            "queues",
            [
                audit.queues.text,
                *(
                    say("row_named", language, name=row.name, text=row.text)
                    for row in audit.queues.automations
                ),
            ],
        ),
        _part(audit, "order", [], _order(audit) if audit.order else None),
    ]
    return tuple(part for part in found if part is not None)


def _part(
    audit: Audit, key: str, paragraphs: Sequence[str], table: PartTable | None = None
) -> Part | None:
    if not paragraphs and table is None:
        return None
    title = say(f"head_{key}", audit.language)
    return Part(key=key, title=title, paragraphs=tuple(paragraphs), table=table)


def _plans(audit: Audit) -> list[str]:
    if not audit.plans.journeys:
        return [audit.plans.text]
    rows = [
        say("row_named", audit.language, name=row.name, text=row.text) for row in audit.plans.plans
    ]
    return [audit.plans.text, *rows]


def _order(audit: Audit) -> PartTable:
    keys = ("place", "automation", "reason")
    return PartTable(
        caption=say("caption_order", audit.language),
        head=tuple(say(f"column_{key}", audit.language) for key in keys),
        rows=tuple((str(turn.place), turn.name, turn.reason) for turn in audit.order),
    )
