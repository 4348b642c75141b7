"""A folder of files on an account: the report in several formats, and questions to answer."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Literal, get_args

from bot.version import bot_version
from converter.report.files import Part, automations_csv, findings_csv, html, sarif
from converter.report.writer import ReportWriter

Format = Literal["json", "html", "csv", "sarif"]
FORMATS: tuple[Format, ...] = get_args(Format)


def formats_in(wanted: str | None) -> tuple[Format, ...]:
    """“html,csv” as formats; all of them for None. Raises ValueError with the word that is none."""
    if wanted is None:
        return FORMATS
    words = [word.strip().lower() for word in wanted.split(",") if word.strip()] or [wanted]
    for word in words:
        if word not in FORMATS:
            raise ValueError(word)
    return tuple(known for known in FORMATS if known in words)


def write_files(
    folder: Path,
    writer: ReportWriter,
    *,
    formats: Collection[Format] = FORMATS,
    file: str,
    parts: Sequence[Part] = (),
) -> None:
    """The report of what ``writer`` was given, and a template for answers. ``file`` is the name of
    the file that was read; ``parts`` say more about the account. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    report = writer.report()
    if "json" in formats:
        with (folder / "report.json").open("w", encoding="utf-8", newline="\n") as out:
            writer.write(out)
    if "html" in formats:
        _write(folder / "report.html", html(report, parts=parts))
    if "csv" in formats:
        _write(folder / "automations.csv", automations_csv(report))
        _write(folder / "findings.csv", findings_csv(report))
    if "sarif" in formats:
        _write(folder / "report.sarif", sarif(report, file=file, version=bot_version()))
    with (folder / "answers.template.json").open("w", encoding="utf-8", newline="\n") as out:
        writer.write_answers(out)


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        out.writelines(pieces)
