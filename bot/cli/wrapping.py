"""Lines broken at ordinary spaces: rich breaks at the no-break ones of French too."""

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.text import Text

NARROWEST = 20
NO_BREAK = "\u00a0"
HELD = "\u2800"
"""As blank and as wide as a space, and no space to rich."""


def wrapped(text: str, width: int) -> str:
    """Lines of at most ``width``, broken at ordinary spaces only: French signs keep theirs."""
    lines = []
    for line in text.split("\n"):
        parts = line.split(" ")
        rows = [parts[0]]
        for part in parts[1:]:
            longer = f"{rows[-1]} {part}"
            if cell_len(longer) <= width:
                rows[-1] = longer
            else:
                rows.append(part)
        lines += rows
    return "\n".join(lines)


def print_line(
    console: Console, text: Text | str, mark: Text | str = "", indent: str = "  "
) -> None:
    """Lines below the first one stand under its text, not under its mark."""
    shown = Text(text) if isinstance(text, str) else text
    lead = Text.assemble(indent, mark, " " if mark else "")
    width = max(NARROWEST, console.width - lead.cell_len)
    folded = Text(wrapped(shown.plain, width), style=shown.style, spans=shown.spans)
    for row in folded.split("\n"):
        console.print(lead + row, soft_wrap=True)
        lead = Text(" " * lead.cell_len)


def print_held(console: Console, shown: RenderableType) -> None:
    """What lays itself out, made of a text that ``held`` gave."""
    with console.capture() as captured:
        console.print(shown)
    console.file.write(captured.get().replace(HELD, NO_BREAK))


def held(text: str) -> str:
    """The text with no-break spaces that stay where they are, for ``print_held``."""
    return text.replace(NO_BREAK, HELD)
