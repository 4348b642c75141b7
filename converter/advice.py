"""What would have to go for a journey to fit a lower plan, and the same e-mails as a chain."""

from collections.abc import Sequence
from dataclasses import dataclass

from converter.journey import (
    Journey,
    Placeholder,
    Point,
    SendEmail,
    Split,
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


def removal(plan: Plan, journey: Journey, blocks: dict[int, list[Point]]) -> Removal | None:
    """The last e-mails to leave out so that the plan surely takes the journey.

    Only from the end: without an e-mail in the middle, those after it would leave at another time
    or to other contacts. None where nothing would be left.
    """
    if not plan.journeys or fit(plan, Load.of(journey))[0] == "yes":
        return None
    kept = points = 0
    for number in sorted(blocks):
        block = blocks[number]
        if points + len(block) > plan.points or not _allowed(plan, block):
            break
        kept, points = number, points + len(block)
    gone = tuple(n for n in sorted(blocks) if n > kept)
    return Removal(emails=gone, points_left=points) if kept and gone else None


def _allowed(plan: Plan, block: list[Point]) -> bool:
    """Whether the plan surely has every kind of point of an e-mail."""
    if not plan.branching and any(isinstance(p, Split) for p in block):
        return False
    return plan.wait_rules == "yes" or not any(isinstance(p, WaitForTrigger) for p in block)


@dataclass(frozen=True, slots=True)
class Link:
    """One journey of a chain: its points, the tag that starts the next one among them, and the
    positions of the e-mails that it sends."""

    points: int
    emails: tuple[int, ...]


def chain(plan: Plan, blocks: dict[int, list[Point]]) -> tuple[Link, ...] | None:
    """Journeys chained by a tag; None where a chain does not help.

    Each journey but the last spends one point on the tag that starts the next. An e-mail with a
    split stays whole, because both arms have to meet again in the same journey. A wait looks back
    at an e-mail that would stand in another journey, so there is no chain with waits.
    """
    if not plan.journeys:
        return None
    total = sum(len(b) for b in blocks.values())
    if total <= plan.points or any(_bound(p) for b in blocks.values() for p in b):
        return None
    pieces: list[Link] = []
    for number in sorted(blocks):
        block = blocks[number]
        if any(isinstance(p, Split) for p in block):
            if not plan.branching:
                return None
            pieces.append(_piece(number, block))
        else:
            pieces.extend(_piece(number, [point]) for point in block)
    room = plan.points - 1
    links: list[Link] = []
    held: list[Link] = []
    left = total
    for piece in pieces:
        if piece.points > room:
            return None
        current = sum(one.points for one in held)
        # From here on the rest fits one journey, which needs no tag.
        if current + left > plan.points and current + piece.points > room:
            links.append(_joined(held, 1))
            held = []
        held.append(piece)
        left -= piece.points
    links.append(_joined(held))
    return tuple(links)


def _piece(number: int, points: Sequence[Point]) -> Link:
    sends = any(isinstance(point, SendEmail) for point in points)
    return Link(len(points), (number,) if sends else ())


def _joined(pieces: Sequence[Link], more: int = 0) -> Link:
    """``more``: points beside the pieces' own."""
    emails = tuple(number for piece in pieces for number in piece.emails)
    return Link(sum(piece.points for piece in pieces) + more, emails)


def _bound(point: Point) -> bool:
    return isinstance(point, WaitForTrigger | Placeholder)
