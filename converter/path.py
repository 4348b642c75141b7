"""The journey's path while it is being built: steps in order, linked at the end."""

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from converter.journey import Exit, Point, PointId

EXIT = "exit"
NoArm = Literal["skip", "exit"]
KINDS: dict[str, Any] = {
    point.model_fields["kind"].default: point for point in get_args(get_args(Point)[0])
}


@dataclass(slots=True)
class Step:
    """A point without its edges. ``place`` is the e-mail it serves; ``no`` where a split's other
    arm goes: past this e-mail (``skip``) or out of the journey (``exit``)."""

    id: PointId
    kind: str
    source: str
    place: int
    fields: dict[str, Any] = field(default_factory=dict)
    no: NoArm | None = None


@dataclass(slots=True)
class Path:
    steps: list[Step] = field(default_factory=list)

    def add(
        self, kind: str, source: str, place: int, *, no: NoArm | None = None, **fields: Any
    ) -> PointId:
        point_id = f"p{len(self.steps) + 1}"
        self.steps.append(Step(point_id, kind, source, place, fields, no))
        return point_id

    def points(self, exit_source: str) -> tuple[Point, ...]:
        """Every step linked to what follows it, and one exit at the end."""
        first_of: dict[int, PointId] = {}
        for step in self.steps:
            first_of.setdefault(step.place, step.id)
        linked: list[Point] = []
        for index, step in enumerate(self.steps):
            after = self.steps[index + 1].id if index + 1 < len(self.steps) else EXIT
            edges = {"next": after}
            if step.no is not None:
                elsewhere = first_of.get(step.place + 1, EXIT) if step.no == "skip" else EXIT
                edges = {"yes": after, "no": elsewhere}
            # Built, not validated: the rules are ours, and an account has 100,000 points. That
            # every point passes the model's own checks is held by the property tests.
            made = {"id": step.id, "source": step.source, **step.fields, **edges}
            linked.append(KINDS[step.kind].model_construct(None, **made))
        return (*linked, Exit(id=EXIT, source=exit_source))
