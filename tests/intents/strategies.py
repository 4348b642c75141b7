"""Texts as people, programs and attackers send them."""

from hypothesis import strategies as st

_PIECES = (
    "<@U1>", "<#C1|general>", "<!here>", "<https://a.b|label>", "<https://a.b>", "<mailto:a@b.c>",
    "https://x.y/z", "http://", "&amp;", "&lt;", "&gt;", "amp;", "lt;", ":joy:", ":",
    "::skin-tone-2:", "`", "```", "'", "’", "´", "\n", "\r\n", "\t", " ", ".", "?", "!", "…",
    "é", "œ", "Œ", "İ", "ß", "<", ">", "|", "@U", "_", "^", "\x00", "\x1c", "\u2028", "\u200f",
    "\u00ad", "\ufe0f", "\ud800", "\udfff", "😀", "中", "ش", "a", "l'", "convert", "parcours",
)  # fmt: skip

texts: st.SearchStrategy[str] = st.one_of(
    st.text(),
    st.text(alphabet=st.characters()),  # surrogates among them
    st.lists(
        st.one_of(st.sampled_from(_PIECES), st.characters(), st.text(max_size=5)), max_size=30
    ).map("".join),
)
