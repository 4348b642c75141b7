"""``python -m benchmarks._words_only serve``: the bot where neither encoder is installed, nor what
runs them."""

import sys

from intents.encoder.pins import E5, USE

MISSING = (E5.module, USE.module, "onnx", "onnxruntime", "sentencepiece")


def main() -> None:
    # None is what Python itself takes for “cannot be imported”; find_spec finds nothing then.
    sys.modules.update(dict.fromkeys(MISSING))  # type: ignore[arg-type]
    from bot.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
