"""What keeps the engine from starting, as a sentence in both languages."""

from bot.words import texts
from converter.language import Param
from converter.report.model import Language


class WorkProblem(RuntimeError):
    """The engine cannot start, or cannot do what was asked; ``key`` names its sentence.

    A ``state`` in ``params`` is one of bot.work.operators.STATES.
    """

    def __init__(self, key: str, **params: Param) -> None:
        self.key = key
        self.params = params
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        said, params = texts("work"), dict(self.params)
        if "state" in params:
            params["state"] = said.say(f"state_{params['state']}", language)
        return said.say(self.key, language, **params)
