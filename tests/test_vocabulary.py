"""Does a builder's vocabulary give a text the terms that its words have?"""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.engine.whoosh.vocabulary import LONG, Vocabulary

SIGNS = " \t\n\u00a0\u2028\u3000.,'’-_:/()\u00ad\u200d\u0301ëıİİsəђ中日あ한กा1234567890aAbzZ"


def indexed(written: str, language: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Terms and forms of a text, as a builder takes them."""
    words = np.frombuffer(vocabulary.numbers(written, language), np.int32)
    terms = vocabulary.terms_of(words)
    forms, places = vocabulary.forms_of(words)
    assert len(places) == len(forms)
    names = vocabulary.terms()
    return [names[term] for term in terms], [names[form] for form in forms]


@given(
    st.lists(st.text(SIGNS) | st.text(), max_size=4), st.sampled_from(("en", "tr", "ru", "zh", ""))
)
@example(["1,000 .5", "U.S. said, well-known -- 3.5,"], "en")
@example(["東京に 住む" * 9], "zh")
def test_pieces_have_the_terms_of_the_whole_text(texts, language):
    """Cutting at white space first changes no term and no form, whatever the text."""
    vocabulary = Vocabulary()
    for written in texts:
        words = text.words(written)
        terms, forms = indexed(written, language, vocabulary)
        assert terms == [text.term(word, language) for word in words]
        assert forms == [form for word in words for form in text.forms(word, language)]


@pytest.mark.parametrize("written", ["said said, said.", "日" * LONG])
def test_a_vocabulary_learns_a_word_once(written):
    """A word has one number with or without signs around it, also in a text without spaces."""
    numbers = np.frombuffer(Vocabulary().numbers(written, "en"), np.int32)
    assert len(numbers) > 1 and not numbers.any()
