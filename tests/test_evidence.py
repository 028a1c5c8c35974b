"""Which sentence speaks of a day, and what does it make of it?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_events import ARCHIVE, speaking

from searchsvc.article import Mention
from searchsvc.evidence import find_evidence, ranked, sentence
from searchsvc.telling import Told, tables, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. On [May 1] it was. Two.", "On <mark>May 1</mark> it was."),
        ("Mr. A. Smith of the U.S. came on [Jan. 20]. Two.",
         "Mr. A. Smith of the U.S. came on <mark>Jan. 20</mark>."),
        ("Only Atty. Gen. Edwin Meese and Prof. Chas. Smith came on [May 1]. Two.",
         "Only Atty. Gen. Edwin Meese and Prof. Chas. Smith came on <mark>May 1</mark>."),
        ("ერთი იყო. [9 აპრილს] მოვიდა. ორი იყო.", "<mark>9 აპრილს</mark> მოვიდა."),
        ("Line\n\nIt was [May 1]\n\nNext", "It was <mark>May 1</mark>"),
        ("He <b>said</b> & [May 1].", "He &lt;b&gt;said&lt;/b&gt; &amp; <mark>May 1</mark>."),
        ("[May 1]", "<mark>May 1</mark>"),
    ],
)  # fmt: skip
def test_a_sentence_is_shown_whole_with_its_date_marked(text: str, expected: str) -> None:
    """Everything is escaped first; initials and titles end no sentence."""
    start, end = text.index("["), text.index("]") - 1
    assert str(sentence(text.replace("[", "").replace("]", ""), start, end)) == expected


@given(text=st.text(max_size=300), start=st.integers(-5, 400), end=st.integers(-5, 400))
def test_any_place_of_any_text_has_a_sentence(text: str, start: int, end: int) -> None:
    """Whatever the offsets."""
    assert sentence(text, start, end).count("<mark>") == 1


def test_the_best_evidence_comes_first() -> None:
    """A headline, then a year beside the day, then a sentence that tells of an event."""
    plain = speaking("plain", "2000-01-01", "We met on [20 January] in the park.", "1990-01-20",
                     "context")  # fmt: skip
    titled = replace(
        plain, id="titled", title="What we saw on 20 January 1990 in town",
        mentions=(Mention(15, 30, "1990-01-20", "day", "explicit", False, "title"),),
    )  # fmt: skip
    found = [find_evidence(each, "1990-01-20") for each in (plain, ARCHIVE[1], titled)]
    assert [each.article.id for each in ranked(filter(None, found))] == ["titled", "later", "plain"]


EXAMPLES = [
    (language, kind, example)
    for language, table in tables().items()
    for kind in ("business", "coming", "trade", "aside", "minor", "slight", "birth", "event")
    for example in table.get(f"{kind}_examples", ())  # type: ignore[attr-defined]
]


@pytest.mark.parametrize(("language", "kind", "example"), EXAMPLES)
def test_the_examples_of_each_language_are_told_apart(
    language: str, kind: str, example: str
) -> None:
    """They stand beside the words."""
    start, end = example.index("["), example.index("]") - 1
    found = told(example.replace("[", "").replace("]", ""), start, end, language)
    allowed = {
        "business": (Told.BUSINESS,),
        "coming": (Told.BUSINESS,),
        "trade": (Told.BUSINESS, Told.TRADE),
        "aside": (Told.BUSINESS, Told.TRADE),
        "minor": (Told.BUSINESS, Told.TRADE),
        "slight": (Told.SLIGHT,),
        "birth": (Told.BIRTH,),
        "event": (Told.EVENT, Told.STRONG),
    }
    assert found in allowed[kind]


def test_a_prime_minister_is_no_prime_rate() -> None:
    """Words of the trade are looked for whole: what begins like one may be none."""
    said = "The Prime Minister apologised on 13 February 2008 and the gallery rose, people crying."
    day = said.index("13"), said.index(" and")
    assert told(said, *day, "en") > Told.TRADE
    assert told(said.replace("Prime Minister", "prime rate"), *day, "en") is Told.TRADE
