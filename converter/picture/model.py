"""What a picture is, and why there may be none."""

from typing import Literal

from converter.frozen import Frozen

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")


class NoPicture(LookupError):
    """There is nothing to draw: no journey, and no classic series that stays where it is."""


class PictureTooLarge(ValueError):
    """At this scale the picture would have more pixels than ``raster.MOST_PIXELS``."""


class Picture(Frozen):
    """``svg`` is a whole document of ``width`` × ``height`` CSS pixels; ``alt`` says in words what
    it shows, without markup and at most ``alt.MOST`` characters long. ``overview``: one line a
    point, for a journey that would be too long as cards."""

    svg: str
    width: int
    height: int
    alt: str
    overview: bool = False
