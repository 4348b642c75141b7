"""Where the arms of each split meet again: the nearest point that every way on passes.

A journey has no loops, so a point's successors stand after it in topological order.
"""

from collections.abc import Mapping, Sequence

from converter.journey import Exit, Point, PointId, exits_of

Meeting = Mapping[PointId, PointId | None]


def meeting_points(points: Sequence[Point]) -> Meeting:
    """For each point the next one that every contact passes who gets further; None where that is
    the way out. An arm that leaves at once does not count: it is drawn beside its split."""
    kinds = {p.id: p for p in points}
    onward = {p.id: _ways(p, kinds) for p in points}
    order = _topological(onward)
    depth: dict[PointId | None, int] = {None: 0}
    meets: dict[PointId, PointId | None] = {}
    for point in reversed(order):
        ways: list[PointId | None] = [w for w in onward[point] if w in depth] or [None]
        meet = ways[0]
        for other in ways[1:]:
            meet = _common(meet, other, meets, depth)
        meets[point] = meet
        depth[point] = depth[meet] + 1
    return meets


def leaves(point: PointId, kinds: Mapping[PointId, Point]) -> bool:
    """Whether that is a way out."""
    return isinstance(kinds[point], Exit)


def _ways(point: Point, kinds: Mapping[PointId, Point]) -> tuple[PointId, ...]:
    return tuple(dict.fromkeys(t for t in exits_of(point) if not leaves(t, kinds)))


def _common(
    a: PointId | None,
    b: PointId | None,
    meets: Mapping[PointId, PointId | None],
    depth: Mapping[PointId | None, int],
) -> PointId | None:
    while a != b:
        if depth[a] < depth[b]:
            a, b = b, a
        a = meets[a] if a is not None else None
    return a


def _topological(onward: Mapping[PointId, tuple[PointId, ...]]) -> list[PointId]:
    waiting = dict.fromkeys(onward, 0)
    for targets in onward.values():
        for target in targets:
            waiting[target] += 1
    order = [p for p, count in waiting.items() if not count]
    for point in order:
        for target in onward[point]:
            waiting[target] -= 1
            if not waiting[target]:
                order.append(target)
    return order
