"""The validator of a journey's graph. It walks without recursion: 10,000 points are fine."""

from converter.journey import Journey, exits_of


class InvalidJourney(ValueError):
    """The graph breaks a law; ``problems`` names each place."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


def problems_of(journey: Journey) -> tuple[str, ...]:
    """Every broken law in words: duplicate ids, dangling edges, loops, unreachable points."""
    problems: list[str] = []
    edges: dict[str, tuple[str, ...]] = {}
    for point in journey.points:
        if point.id in edges:
            problems.append(f"duplicate id {point.id}")
        edges[point.id] = exits_of(point)
    ids = [s.id for s in journey.starting_points]
    problems += [f"duplicate id {i}" for i in dict.fromkeys(ids) if ids.count(i) > 1 or i in edges]
    if not ids:
        problems.append("no starting point")
    if journey.entry not in edges:
        problems.append(f"entry {journey.entry} does not exist")
    for point_id, targets in edges.items():
        problems += [
            f"{point_id} leads to {t}, which does not exist" for t in targets if t not in edges
        ]
    reached = _reachable(journey.entry, edges)
    problems += [f"{i} cannot be reached" for i in edges if i not in reached]
    looping = _on_a_loop(edges)
    problems += [f"{i} is part of a loop" for i in edges if i in looping]
    return tuple(problems)


def validate(journey: Journey) -> Journey:
    """The journey itself, or InvalidJourney with every problem found."""
    problems = problems_of(journey)
    if problems:
        raise InvalidJourney(problems)
    return journey


def _reachable(entry: str, edges: dict[str, tuple[str, ...]]) -> set[str]:
    seen: set[str] = set()
    todo = [entry]
    while todo:
        point = todo.pop()
        if point in seen or point not in edges:
            continue
        seen.add(point)
        todo.extend(edges[point])
    return seen


def _on_a_loop(edges: dict[str, tuple[str, ...]]) -> set[str]:
    """What is left once points without a predecessor, then without a successor, are peeled off."""
    forward = {i: {t for t in targets if t in edges} for i, targets in edges.items()}
    backward: dict[str, set[str]] = {i: set() for i in edges}
    for point, targets in forward.items():
        for target in targets:
            backward[target].add(point)
    left = set(edges)
    for incoming, outgoing in ((backward, forward), (forward, backward)):
        todo = [i for i in left if not incoming[i] & left]
        while todo:
            point = todo.pop()
            if point not in left:
                continue
            left.discard(point)
            todo.extend(t for t in outgoing[point] if t in left and not incoming[t] & left)
    return left
