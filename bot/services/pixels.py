"""A program of its own: SVG to PNG, so that the bot goes on meanwhile.

resvg holds the interpreter's lock while it draws, up to seconds on a busy machine, and Slack waits
three. Standard input has the arguments of ``resvg_py.svg_to_bytes`` as JSON, standard output gets
the PNG. It imports nothing of ours, so that it starts in milliseconds.
"""

import json
import os
import sys

import resvg_py

NICE = 10


def main() -> None:
    if hasattr(os, "nice"):
        os.nice(NICE)
    wanted = json.load(sys.stdin.buffer)
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(**wanted))


if __name__ == "__main__":
    main()
