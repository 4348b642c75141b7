"""What a process holds in memory, as Linux tells it."""

from pathlib import Path


def held_bytes(field: str = "VmRSS", pid: int | str = "self") -> int:
    """``VmRSS``: what is resident now; ``VmHWM``: what was at most. 0 where the system does not
    tell. Not by ``getrusage``, which counts the parent's share of the moment of its start."""
    status = Path(f"/proc/{pid}/status")
    if status.exists():
        for line in status.read_text("utf-8").splitlines():
            if line.startswith(f"{field}:"):
                return int(line.split()[1]) * 1024
    return 0
