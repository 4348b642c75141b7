"""From a message to a topic: language, matcher, calibrated confidence, ladder. Pure."""

import os

# One message is too little work for two threads, and OpenBLAS's second one spins for a tenth of a
# second after each. It reads this when numpy is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
