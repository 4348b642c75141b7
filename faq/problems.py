"""What is wrong with an entry: where, what, and what to do about it, in both languages."""

from collections.abc import Mapping, Sequence

from pydantic import field_validator

from faq.entry import Frozen, Language
from faq.wording import Param, catalogue, sentence


class Problem(Frozen):
    """``key`` names a sentence of ``problems.toml``; ``place`` is a dotted key of the file, such
    as ``fr.short``, or empty; ``line`` counts from 1 and is None where it cannot be known."""

    file: str
    line: int | None
    place: str
    key: str
    params: Mapping[str, Param] = {}

    @field_validator("key")
    @classmethod
    def _has_a_sentence(cls, key: str) -> str:
        if key not in catalogue("problems"):
            raise ValueError(f"no sentence for the problem {key}")
        return key

    def what(self, language: Language) -> str:
        return sentence("problems", self.key, language, self.params)

    def remedy(self, language: Language) -> str:
        return sentence("problems", self.key, language, self.params, form="_mend")

    def where(self, language: Language) -> str:
        line = {"en": f"line {self.line}", "fr": f"ligne {self.line}"}[language]
        parts = [self.file, line if self.line is not None else "", self.place]
        return ", ".join(part for part in parts if part)

    def say(self, language: Language) -> str:
        """One line: where, what is wrong, the remedy."""
        colon = {"en": ": ", "fr": "\u00a0: "}[language]
        return f"{self.where(language)}{colon}{self.what(language)} {self.remedy(language)}"


class FaqError(ValueError):
    """Entries are wrong; ``problems`` holds all of it, in the order of files and lines."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.say("en"))

    def say(self, language: Language) -> str:
        """All problems, one a line."""
        return "\n".join(problem.say(language) for problem in self.problems)
