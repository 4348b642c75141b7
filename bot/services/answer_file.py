"""A file of answers, ``{automation id: {question id: answer}}``: ``--out`` writes one to fill in.

The command line's ``--answers`` and a file sent in Slack are the same.
"""

import json
from collections.abc import Mapping
from typing import Any

from converter.unicode import whole

HINTS = "_questions"
"""What our template says about each question: for people, not an answer."""
BUNDLE_KEYS = ("automations", "campaigns", "automation", "emails", "bundle_version")
MOST_BYTES = 2 * 1024 * 1024
LONGEST, DEEPEST = 4000, 6
"""Characters of an answer as JSON, and how deep it may nest: far more than any answer needs."""


def answers_in(content: object) -> dict[str, dict[str, Any]] | None:
    """The answers that parsed JSON holds, without our own hints; None where it has another
    shape, such as a bundle's."""
    if not isinstance(content, Mapping) or any(key in content for key in BUNDLE_KEYS):
        return None
    answers = {key: value for key, value in content.items() if key != HINTS}
    if not all(isinstance(value, dict) for value in answers.values()):
        return None
    if not answers and HINTS not in content:
        return None
    read = whole(answers)
    return read if isinstance(read, dict) else None


def storable(value: object) -> bool:
    """Whether an answer can be kept, and written again: finite numbers, not too long or deep."""
    if _depth(value) > DEEPEST:
        return False
    try:
        return len(json.dumps(value, allow_nan=False)) <= LONGEST
    except (ValueError, TypeError):
        return False


def _depth(value: object, deep: int = 0) -> int:
    """As far as it is worth looking."""
    if deep > DEEPEST:
        return deep
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return max((_depth(one, deep + 1) for one in inner), default=deep)
