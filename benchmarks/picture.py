"""Journey maps: what the SVG takes, and what the pixels take, by the number of points.

The baseline is the SVG alone, in the same run: it is all that a browser needs. CPU time, best of
several.
"""

import time
from collections.abc import Callable
from functools import partial

from benchmarks import Row
from converter import AutomationReport, Options, PlanGiven, convert_automation
from converter.picture import draw, fitting_scale, png, sharp_png

NAME = "picture"
EMAILS = (3, 10, 20, 100)
TIMES = 3


def run() -> list[Row]:
    rows = []
    for emails in EMAILS:
        report = series(emails)
        assert report.journey is not None
        picture = draw(report, "en")
        scale = fitting_scale(picture, 2.0, 4096)
        svg = best(partial(draw, report, "en"))
        once = best(partial(png, picture))
        sharp = best(partial(sharp_png, picture))
        content = sharp_png(picture)
        rows.append(
            {
                "points": str(report.journey.point_count),
                "drawn as": "overview" if picture.overview else "cards",
                "SVG (baseline)": f"{svg * 1000:.1f} ms",
                "PNG at 1x": f"{once * 1000:.0f} ms",
                "PNG for Slack": f"{sharp * 1000:.0f} ms",
                "its scale": f"{scale:.1f}x",
                "SVG size": f"{len(picture.svg.encode()) / 1024:.0f} KB",
                "PNG size": f"{len(content) / 1024:.0f} KB",
            }
        )
    return rows


def best(do: Callable[[], object]) -> float:
    """CPU seconds of the cheapest of several runs: other work on the machine hardly counts."""
    taken = []
    for _ in range(TIMES):
        started = time.process_time()
        do()
        taken.append(time.process_time() - started)
    return min(taken)


def series(emails: int) -> AutomationReport:
    """A welcome series, a day between two e-mails: twice as many points as e-mails, less one."""
    listed = [
        {
            "id": f"e{n}",
            "position": n,
            "status": "sending",
            "delay": {
                "action": "signup" if n == 1 else "previous_campaign_sent",
                "amount": 0 if n == 1 else 1,
                "type": "now" if n == 1 else "day",
                "direction": "after",
            },
            "settings": {"subject_line": f"Subject {n}", "title": f"E-mail number {n}"},
        }
        for n in range(1, emails + 1)
    ]
    settings = {"title": "Welcome series"}
    made = {"automation": {"id": "w1", "settings": settings}, "emails": listed}
    given = PlanGiven(plan="standard", source="option")
    return convert_automation(made, Options(language="en", plan=given))
