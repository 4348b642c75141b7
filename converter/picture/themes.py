"""The colours of a picture. Never the only sign: shape, icon or words say the same."""

from dataclasses import dataclass, fields

from converter.picture.model import Theme


@dataclass(frozen=True, slots=True)
class Tone:
    """``ink`` stands on ``tint``; ``line`` frames it."""

    tint: str
    ink: str
    line: str


@dataclass(frozen=True, slots=True)
class Colours:
    page: str
    surface: str
    line: str
    ink: str
    muted: str
    edge: str
    track: str
    """What is left of a ring or bar."""
    start: Tone
    start_icon: str
    error: Tone
    error_surface: str
    warning: Tone
    good: Tone
    plain: Tone
    notice: Tone
    mail: Tone
    time: Tone
    choice: Tone
    change: Tone


LIGHT = Colours(
    page="#f4f3f0",
    surface="#ffffff",
    line="#dcdee3",
    ink="#1d1f28",
    muted="#62676f",
    edge="#b4bac4",
    track="#e7e6e1",
    start=Tone("#ffe01b", "#1d1f28", "#d3b800"),
    start_icon="#ffe01b",
    error=Tone("#fde3e0", "#a3160e", "#d32f23"),
    error_surface="#fff6f5",
    warning=Tone("#fde9c8", "#744600", "#e09a35"),
    good=Tone("#daf1df", "#14602b", "#1f8a44"),
    plain=Tone("#e8e8e3", "#1d1f28", "#c9cad0"),
    notice=Tone("#e9f1fc", "#12315e", "#b5cdef"),
    mail=Tone("#e0f2f4", "#0b6b78", "#0b6b78"),
    time=Tone("#fdf1cd", "#6d5300", "#6d5300"),
    choice=Tone("#ffeeda", "#8a4b00", "#8a4b00"),
    change=Tone("#dff3e3", "#14602b", "#14602b"),
)
DARK = Colours(
    page="#15171c",
    surface="#20232a",
    line="#3a3f4a",
    ink="#f1f2f5",
    muted="#abb1bc",
    edge="#636b79",
    track="#383d47",
    start=Tone("#ffe01b", "#1d1f28", "#ffe01b"),
    start_icon="#ffe01b",
    error=Tone("#4a1f1d", "#ffb4ab", "#ff6f61"),
    error_surface="#2b1c1d",
    warning=Tone("#46330f", "#ffcf87", "#d9932b"),
    good=Tone("#183a24", "#8fe0a6", "#3fb265"),
    plain=Tone("#343944", "#f1f2f5", "#4a505d"),
    notice=Tone("#1b2b44", "#cfe0fb", "#355583"),
    mail=Tone("#15383d", "#82d9e4", "#82d9e4"),
    time=Tone("#3d3313", "#f2d675", "#f2d675"),
    choice=Tone("#44290f", "#ffc287", "#ffc287"),
    change=Tone("#183a24", "#8fe0a6", "#8fe0a6"),
)
_COLOURS: dict[Theme, Colours] = {"light": LIGHT, "dark": DARK}


def colours(theme: Theme) -> Colours:
    return _COLOURS[theme]


def tones(of: Colours) -> dict[str, Tone]:
    """Every tone by its name."""
    return {f.name: t for f in fields(of) if isinstance(t := getattr(of, f.name), Tone)}
