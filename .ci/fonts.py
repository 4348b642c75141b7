"""The fonts of the journey map, cut to what the product writes, and how wide their letters are.

    python .ci/fonts.py FOLDER_OF_INTER

FOLDER_OF_INTER holds `Inter-Regular.woff2`, `Inter-SemiBold.woff2` (npm: inter-ui 4.1.1, `web/`)
and Inter's licence, `LICENSE.txt`, beside or above them. Needs fonttools and brotli.

Kerning and ligatures are left out on purpose: then a text is exactly as wide as the sum of its
letters, and the table of advances is the whole truth about it.
"""

import json
import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "converter" / "picture"
WEIGHTS = {"400": "Inter-Regular", "600": "Inter-SemiBold"}
RANGES = (
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1, Latin Extended-A
    (0x218, 0x21B),  # Romanian
    (0x370, 0x3FF),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x1E80, 0x1E85),  # Welsh
    (0x2010, 0x2027),  # dashes, quotation marks, bullet, ellipsis
    (0x202F, 0x203A),  # narrow no-break space, per mille, guillemets
    (0x20A0, 0x20BF),  # currencies
    (0x2122, 0x2122),  # trade mark
    (0x2190, 0x2199),  # arrows
    (0x2212, 0x2212),  # minus
    (0x25A1, 0x25A1),  # the box that stands for a letter the font does not have
    (0x2713, 0x2717),  # ticks and crosses
    (0xFFFD, 0xFFFD),
)


def main(source: Path) -> None:
    wanted = [point for first, last in RANGES for point in range(first, last + 1)]
    table: dict[str, object] = {}
    for weight, name in WEIGHTS.items():
        font = cut(source / f"{name}.woff2", wanted)
        font.save(TARGET / "fonts" / f"{name}.ttf", reorderTables=True)
        em, glyphs, widths = font["head"].unitsPerEm, font.getBestCmap(), font["hmtx"]
        table["units_per_em"] = em
        table[weight] = {
            "unknown": widths[".notdef"][0],
            "advances": {f"{point:04x}": widths[glyphs[point]][0] for point in sorted(glyphs)},
        }
    text = json.dumps(table, indent=0, separators=(",", ":"))
    (TARGET / "advances.json").write_text(text + "\n", encoding="ascii")
    licence = next(p for p in (source / "LICENSE.txt", source.parent / "LICENSE.txt") if p.exists())
    shutil.copy(licence, TARGET / "fonts" / "OFL.txt")


def cut(path: Path, wanted: list[int]) -> TTFont:
    options = Options()
    options.layout_features = []
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "DSIG", "STAT"]
    options.hinting = False
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17]
    options.recalc_timestamp = False
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    return font


if __name__ == "__main__":
    main(Path(sys.argv[1]))
