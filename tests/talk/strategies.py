"""Random matches, as any matcher might give them."""

from hypothesis import strategies as st

from intents.result import Candidate, Match

TOPICS = ("plan-limits", "undo-archive", "rss-campaigns", "why-convert", "greeting")
LEAST = {"answer": 1, "confirm": 1, "choose": 2, "rephrase": 0, "person": 0}
MOST = {"answer": 1, "confirm": 3, "choose": 3, "rephrase": 0, "person": 0}


@st.composite
def matches(draw: st.DrawFn) -> Match:
    decision = draw(st.sampled_from(("answer", "confirm", "choose", "rephrase", "person")))
    order = draw(st.permutations(TOPICS))
    ranked = [Candidate(topic=t, confidence=0.9 - n / 10) for n, t in enumerate(order)]
    count = draw(st.integers(LEAST[decision], MOST[decision]))
    rest = draw(st.integers(0, 3))
    return Match(
        topic=ranked[0].topic,
        confidence=ranked[0].confidence,
        decision=decision,
        candidates=tuple(ranked[:count]),
        runners_up=tuple(ranked[count : count + rest]),
        language=draw(st.sampled_from(("en", "fr"))),
        language_sure=draw(st.booleans()),
    )
