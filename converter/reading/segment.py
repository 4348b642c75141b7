"""The segment that limits who gets an e-mail."""

from typing import Any

from converter.findings import names
from converter.journey import Condition, Filter
from converter.language import shorten
from converter.reading.values import Reader


def read_segment(reader: Reader, recipients: dict[str, Any], at: str) -> Filter | None:
    """The segment of an e-mail or of the automation; None where it selects nothing."""
    options = reader.mapping(recipients, "segment_opts", at)
    conditions: list[Condition] = []
    for key in ("saved_segment_id", "prebuilt_segment_id"):
        saved = options.get(key)
        if isinstance(saved, str | int) and not isinstance(saved, bool) and saved not in ("", 0):
            conditions.append(Condition(kind="saved_segment", detail={key: saved}))
    listed = options.get("conditions")
    if listed is not None and not isinstance(listed, list):
        reader.wrong_type(f"{at}/segment_opts/conditions", "conditions", "array", listed)
        listed = None
    inline = [
        Condition.model_construct(
            kind="segment", detail=c if isinstance(c, dict) else {"value": c}, email=None
        )
        for c in listed or []
        if c not in (None, "", [], {})
    ]
    # A saved segment repeats its conditions beside its id: counted once, as they are listed.
    conditions = inline or conditions
    if not conditions:
        text = recipients.get("segment_text")
        if not isinstance(text, str) or not text.strip():
            return None
        conditions = [Condition(kind="segment", detail={"segment_text": shorten(text, 500)})]
    match = options.get("match")
    if match not in ("any", "all"):
        if match is not None:
            expected = names(["all", "any"])
            reader.set_aside(f"{at}/segment_opts/match", "match", expected, match)
        match = "all"
    return Filter(match=match, conditions=tuple(conditions))
