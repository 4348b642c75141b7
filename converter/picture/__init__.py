"""The journey map: from the report of an automation to a picture, and nothing else."""

from converter.picture.draw import draw
from converter.picture.model import THEMES, NoPicture, Picture, PictureTooLarge, Theme
from converter.picture.raster import fitting_scale, png, rendering, sharp_png, sharp_scale

__all__ = [
    "THEMES",
    "NoPicture",
    "Picture",
    "PictureTooLarge",
    "Theme",
    "draw",
    "fitting_scale",
    "png",
    "rendering",
    "sharp_png",
    "sharp_scale",
]
