"""What is wrong with a text: its typography, its braces."""

import re
from collections.abc import Iterator
from typing import Any

FIELD = re.compile(r"\{([a-z_]+)(?:\|([^{|}]+)\|([^{|}]+))?\}")


def fields(text: str) -> set[str]:
    return {m[1] for m in FIELD.finditer(text)}


def template_faults(text: str, allowed: set[str], counts: set[str]) -> list[str]:
    """What is wrong with the braces of a sentence, given the parameters it may use; those that are
    numbers are ``counts``."""
    faults = [f"unknown parameter {name}" for name in sorted(fields(text) - allowed)]
    for match in FIELD.finditer(text):
        if match[2] is not None and match[1] not in counts:
            faults.append(f"plural by {match[1]}, which is not a number")
        if match[2] is not None and match[2] == match[3]:
            faults.append(f"both forms of {match[1]} are the same")
    if re.search(r"[{|}]", FIELD.sub("", text)):
        faults.append("a brace or a bar that belongs to no parameter")
    return faults


def french_faults(text: str) -> list[str]:
    """Breaches of French typography: no-break spaces, guillemets, apostrophes."""
    bare = re.sub(r"https?://\S+", "", text)
    faults = [
        f"no no-break space before {m[0]!r} in …{bare[max(0, m.start() - 15) : m.end()]}"
        for m in re.finditer(r"(?<!\u00a0)[:;!?»]", bare)
    ]
    faults += [
        f"no no-break space after « at {m.start()}" for m in re.finditer("«(?!\u00a0)", bare)
    ]
    if bare.count("«") != bare.count("»"):
        faults.append("« and » do not pair")
    if re.search(r'["“”]', bare):
        faults.append("quotation marks that are not French")
    if "’" in bare:
        faults.append("a curly apostrophe")
    return faults


def english_faults(text: str) -> list[str]:
    faults = []
    if re.search(r"[\u00a0\u202f«»]", text):
        faults.append("French typography")
    if text.count("“") != text.count("”"):
        faults.append("“ and ” do not pair")
    if re.search(r"[\"’]", text):
        faults.append("a straight quotation mark or a curly apostrophe")
    return faults


def in_language(node: Any, language: str, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string that stands under a key named after the language, with its path."""
    if isinstance(node, dict):
        for key, value in node.items():
            here = f"{path}.{key}"
            if key == language:
                yield from strings(value, here)
            else:
                yield from in_language(value, language, here)
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from in_language(value, language, f"{path}[{number}]")


def strings(node: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from strings(value, f"{path}.{key}")
    else:
        assert isinstance(node, str), path
        yield path, node
