"""Reports to build blocks from: drawn from the models, with the texts that do harm."""

from typing import Any

from hypothesis import strategies as st

from converter.journey import Delay, Exit, ReEntry, SendEmail, StartingPoint
from converter.report.model import (
    LEDGER_STATUSES,
    LEVELS,
    Advice,
    ArchiveNotice,
    AutomationReport,
    Chain,
    ChainPart,
    Diagnostic,
    JourneyReport,
    Ledger,
    PlanFit,
    Question,
)

HARMFUL = (
    "<!channel>",
    "<!here|here>",
    "<@U0ANA>",
    "<#C0MARKETING>",
    "<https://evil.example|Mailchimp>",
    "https://evil.example",
    "evil.example",
    "@here",
    "*bold* _italic_ ~gone~ `code`",
    "```pre```",
    "> quoted",
    "&lt;!channel&gt;",
    "&amp;",
    ":tada:",
    "a|b",
    "*|FNAME|*",
    "{name} {n|one|many} %s",
    "l'été à Noël : 50 % « promo »",
    "مرحبا\u202eevil",
    "\x00\x07",
    "\u200b",
    "👩‍👩‍👧‍👦" * 40,
    "line\nline\r\nline",
    " ",
    "",
    "x" * 5000,
    "word " * 900,
)
texts = st.one_of(st.sampled_from(HARMFUL), st.text(max_size=80), st.just("Welcome"))
PLANS = (
    ("free", "Free"),
    ("essentials", "Essentials"),
    ("standard", "Standard"),
    ("premium", "Premium"),
)


chain_parts = st.builds(ChainPart, emails=st.just((1,)), point_count=st.just(1), text=texts)


def email_point(index: int, text: str) -> SendEmail:
    return SendEmail(
        id=f"p{index}",
        source="/emails/0",
        number=index,
        text=text,
        next=f"p{index + 1}",
        email_id="e1",
        position=1,
    )


@st.composite
def journeys(draw: st.DrawFn) -> JourneyReport:
    count = draw(st.sampled_from((0, 1, 5, 12, 13, 45, 200)))
    words = draw(st.lists(texts, min_size=1, max_size=4))
    points: list[Any] = [email_point(i + 1, words[i % len(words)]) for i in range(count)]
    if draw(st.booleans()):
        points.append(Delay(id="d", source="/", text="wait", next="x", amount=1, unit="day"))
    return JourneyReport(
        starting_points=tuple(
            StartingPoint(id=f"s{i}", kind="signup", source="/", text=draw(texts))
            for i in range(draw(st.integers(0, 5)))
        ),
        points=(*points, Exit(id="x", source="/")),
        entry="p1",
        point_count=len(points),
        branching=draw(st.booleans()),
        wait_rule_count=0,
        re_entry=ReEntry(allowed=False, chosen_by="classic"),
        re_entry_text=draw(texts),
    )


diagnostics = st.builds(
    Diagnostic,
    code=st.sampled_from(("CJ102", "CJ301", "CJ310", "CJ507")),
    name=st.just("a-name"),
    severity=st.sampled_from(("error", "warning", "note")),
    title=texts,
    message=texts,
    fix=texts,
    pointer=texts,
    point=st.none(),
    effort=st.sampled_from(("simple", "medium", "significant")),
    source=st.one_of(texts, st.just("Mailchimp Help, https://mailchimp.com/help/x.")),
    evidence=st.sampled_from(("official", "inferred", "observed")),
)
questions = st.builds(
    Question,
    id=texts,
    pointer=st.just("/"),
    text=texts,
    kind=st.just("choice"),
    choices=st.one_of(st.none(), st.dictionaries(texts, texts, max_size=3)),
)
advice = st.builds(
    Advice,
    text=texts,
    remove=st.just((1,)),
    points_left=st.just(3),
    chain=st.one_of(
        st.none(),
        st.builds(
            Chain,
            journeys=st.just(2),
            point_counts=st.just((1,)),
            text=texts,
            parts=st.lists(chain_parts, max_size=5).map(tuple),
        ),
    ),
)
notices = st.builds(
    ArchiveNotice,
    when=texts,
    where=texts,
    where_older=texts,
    reports=texts,
    queued_contacts=st.none(),
    last_planned_send=st.none(),
    queue=texts,
    new_contacts=texts,
    restart=texts,
)


@st.composite
def reports(draw: st.DrawFn) -> AutomationReport:
    """Any report that the models allow, with up to 60 findings and 200 points."""
    found = draw(st.lists(diagnostics, max_size=6)) * draw(st.sampled_from((1, 1, 10)))
    order = ("error", "warning", "note")
    return AutomationReport(
        id=draw(texts),
        name=draw(texts),
        level=draw(st.sampled_from(LEVELS)),
        verdict=draw(texts),
        status=draw(st.one_of(st.none(), st.just("sending"), texts)),
        email_count=draw(st.sampled_from((0, 1, 2, 5000))),
        audience=draw(st.one_of(st.none(), texts)),
        journey=draw(st.one_of(st.none(), journeys())),
        ledger=Ledger(counts=dict.fromkeys(LEDGER_STATUSES, 0), rows=()),
        coverage=draw(st.one_of(st.none(), st.floats(0, 1))),
        nothing_dropped=draw(st.booleans()),
        diagnostics=tuple(sorted(found, key=lambda d: order.index(d.severity))),
        questions=tuple(draw(st.lists(questions, max_size=12))),
        plan_fit=tuple(
            PlanFit(
                plan=plan,
                name=name,
                fits=draw(st.sampled_from(("yes", "no", "check"))),
                reasons=(),
                text=draw(texts),
                advice=draw(st.one_of(st.none(), advice)),
            )
            for plan, name in PLANS[: draw(st.sampled_from((0, 4)))]
        ),
        cheapest_plan=None,
        archive_notice=draw(st.one_of(st.none(), notices)),
        next_steps=tuple(draw(st.lists(texts, max_size=14))),
    )
