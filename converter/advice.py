"""What would have to go for a journey to fit a lower plan, and the same e-mails as a chain."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from converter.journey import (
    ConditionalSplit,
    Delay,
    Journey,
    PercentageSplit,
    Placeholder,
    Point,
    WaitForTrigger,
)
from converter.plans import Load, Plan, fit


@dataclass(frozen=True, slots=True)
class Removal:
    """E-mails to leave out (positions from 1), and the points that stay."""

    emails: tuple[int, ...]
    points_left: int


def blocks_of(journey: Journey, places: Sequence[int]) -> dict[int, list[Point]]:
    """The points that serve each e-mail, by its position; ``places`` run along the points."""
    blocks: dict[int, list[Point]] = {}
    for point, place in zip(journey.points, places, strict=False):
        blocks.setdefault(place, []).append(point)
    return blocks


def removal(
    plan: Plan,
    journey: Journey,
    blocks: dict[int, list[Point]],
    anchored: Collection[int] = (),
) -> Removal | None:
    """The fewest e-mails, the last first, without which the plan surely takes the journey.

    E-mails whose split the plan does not know go first; None where nothing would be left.
    ``anchored`` e-mails count from the event of the first one: without the e-mail in front of
    them they need its delay.
    """
    if not plan.journeys or fit(plan, Load.of(journey))[0] == "yes":
        return None
    keep = dict(blocks)
    if not plan.branching:
        keep = {n: b for n, b in keep.items() if not any(_splits(p) for p in b)}
    if plan.wait_rules != "yes":
        keep = {n: b for n, b in keep.items() if not any(isinstance(p, WaitForTrigger) for p in b)}
    sizes = {n: len(b) for n, b in keep.items()}
    for n in sorted(keep):
        if n in anchored and not _delays(blocks[n]):
            before = takewhile(lambda m: m not in keep, range(n - 1, 0, -1))
            sizes[n] += any(_delays(blocks.get(m, [])) for m in before)
    left = sum(sizes.values())
    for last in sorted(keep, reverse=True):
        if left <= plan.points:
            break
        left -= sizes[last]
        del keep[last]
    if 1 not in keep:
        return None
    gone = tuple(n for n in sorted(blocks) if n not in keep)
    return Removal(emails=gone, points_left=left) if gone else None


def chain(plan: Plan, blocks: dict[int, list[Point]]) -> tuple[int, ...] | None:
    """Point counts of journeys chained by a tag; None where a chain does not help.

    Each journey but the last spends one point on the tag that starts the next. An e-mail with a
    split stays whole, because both arms have to meet again in the same journey.
    """
    if not plan.journeys:
        return None
    total = sum(len(b) for b in blocks.values())
    if total <= plan.points:
        return None
    pieces: list[int] = []
    for number in sorted(blocks):
        block = blocks[number]
        if any(_splits(p) for p in block):
            if not plan.branching:
                return None
            pieces.append(len(block))
        else:
            pieces.extend(1 for _ in block)
    room = plan.points - 1
    counts: list[int] = []
    current, left = 0, total
    for piece in pieces:
        if piece > room:
            return None
        if current + left <= plan.points:
            break
        if current + piece > room:
            counts.append(current + 1)
            current = 0
        current += piece
        left -= piece
    counts.append(current + left)
    return tuple(counts)


def _delays(block: list[Point]) -> bool:
    return any(isinstance(p, Delay | Placeholder) for p in block)


def _splits(point: Point) -> bool:
    return isinstance(point, ConditionalSplit | PercentageSplit)
