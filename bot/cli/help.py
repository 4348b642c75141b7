"""Help pages wholly in the language of whoever types: panels and --help have our words too."""

import sys
from collections.abc import Sequence

from typer import Context
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from bot.cli.words import chosen_language, said

Parameter = TyperOption | TyperArgument


class Command(TyperCommand):
    def get_params(self, ctx: Context) -> list[Parameter]:  # type: ignore[override]
        return _worded(super().get_params(ctx))  # type: ignore[arg-type]


class Group(TyperGroup):
    def get_params(self, ctx: Context) -> list[Parameter]:  # type: ignore[override]
        return _worded(super().get_params(ctx))  # type: ignore[arg-type]


def _worded(params: Sequence[Parameter]) -> list[Parameter]:
    language = chosen_language(sys.argv[1:])
    for param in params:
        kind = "arguments" if isinstance(param, TyperArgument) else "options"
        param.rich_help_panel = said().say(f"panel_{kind}", language)
        if param.name == "help":
            param.help = said().say("help_help", language)
    return list(params)
