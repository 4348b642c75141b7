"""The command line. Texts are in the language of whoever types: --lang, JOURNEYDESK_LANG, LANG."""

import sys
from collections.abc import Sequence

from bot.cli.commands import app
from bot.cli.usage import usage_sentence
from bot.cli.words import chosen_language


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one command and exits with its code; a person never sees a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    code = run(given)
    if given[:1] in (["serve"], ["socket"], ["export"]):
        from bot.cli.running import leave

        leave(code)
    sys.exit(code)


def run(given: list[str]) -> int:
    """The exit code of one command."""
    import typer

    language = chosen_language(given)
    try:
        # The bare word asks what there is: that is help, and no mistake.
        bare = given in ([], ["db"], ["faq"], ["work"])
        code = app(
            args=[*given, "--help"] if bare else given,
            prog_name="journeydesk",
            standalone_mode=False,
        )
    except typer.Abort:
        return 130
    except typer.Exit as done:
        return done.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the promise: a sentence, not a traceback
        sentence, code = usage_sentence(error, language, given)
        print(sentence, file=sys.stderr)
        return code
    return code if isinstance(code, int) else 0


__all__ = ["main", "run"]
