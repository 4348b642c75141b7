"""``python -m bot.demo.child MODULE …`` runs a module, and ends it when its parent is gone.

The parent holds the other end of standard input. However the parent ends, that end closes.
"""

import os
import runpy
import signal
import sys
import threading
import time

SECONDS_TO_STOP = 12


def _watch() -> None:
    # Not through sys.stdin: its lock would block the interpreter's own end.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_STOP)
    os._exit(1)


def main() -> None:
    module, *arguments = sys.argv[1:]
    threading.Thread(target=_watch, daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
