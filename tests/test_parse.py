"""Is every query read as its writer meant it, shown as it was read, and answered in time?"""

from dataclasses import replace

import pytest

from searchsvc import text
from searchsvc.errors import BadQuery
from searchsvc.parse import LONGEST, MOST_WORDS, parse
from searchsvc.parse.write import write
from searchsvc.query import (
    TEXT_FIELDS,
    And,
    Every,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Word,
)

LANGUAGES = ("en", "ru", "tr", "fr")


def w(written: str) -> Word:
    """A word in all text, in an index without languages."""
    return Word(written, TEXT_FIELDS, text.alternatives(written, ()), (written.lower(),))


def phrase(written: str, distance: int | None = None) -> Phrase:
    """A phrase in all text."""
    words = tuple(text.alternatives(word, ()) for word in text.words(written))
    spellings = tuple(text.spelling(word) for word in text.words(written))
    return Phrase(written, TEXT_FIELDS, words, distance, spellings)


def label(field: str, written: str, term: str | None = None) -> Word:
    """A value of a field that only restricts."""
    return Word(written, (field,), (term or written.lower(),))


def dated(first: str | None, last: str | None, field: str = "date") -> Range:
    return Range(field, first, last)


TREES: list[tuple[str, Node]] = [
    ("", Every()),
    ("  \n\t ", Every()),
    ("moon", w("moon")),
    ("moon landing", And((w("moon"), w("landing")))),
    ("moon AND landing", And((w("moon"), w("landing")))),
    ("moon and landing", And((w("moon"), w("and"), w("landing")))),
    ("moon moon", w("moon")),
    ("moon OR mars", Or((w("moon"), w("mars")))),
    ("moon or mars", And((w("moon"), w("or"), w("mars")))),
    ("moon OR mars dust", And((Or((w("moon"), w("mars"))), w("dust")))),
    ("dust moon OR mars", And((w("dust"), Or((w("moon"), w("mars")))))),
    ("(moon OR mars) dust", And((Or((w("moon"), w("mars"))), w("dust")))),
    ("moon OR (mars dust)", Or((w("moon"), And((w("mars"), w("dust")))))),
    ("a OR (b OR c)", Or((w("a"), w("b"), w("c")))),
    ("a (b c)", And((w("a"), w("b"), w("c")))),
    ("moon -mars", And((w("moon"), Not(w("mars"))))),
    ("moon NOT mars", And((w("moon"), Not(w("mars"))))),
    ("-mars", Not(w("mars"))),
    ("NOT NOT mars", w("mars")),
    ("-(moon mars)", Not(And((w("moon"), w("mars"))))),
    ("NOT(moon OR mars)", Not(Or((w("moon"), w("mars"))))),
    ("moon OR -mars", Or((w("moon"), Not(w("mars"))))),
    ('-"moon landing"', Not(phrase("moon landing"))),
    ('"moon landing"', phrase("moon landing")),
    ("“moon landing”", phrase("moon landing")),
    ("«moon landing»", phrase("moon landing")),
    ('"moon"', w("moon")),
    ('"OR"', w("OR")),
    ('"moon landing"~5', phrase("moon landing", 5)),
    ('"moon landing"~1000', phrase("moon landing", 1000)),
    ("moon-landing", phrase("moon-landing")),
    ("12:30", phrase("12:30")),
    ("http://moon.example/a", phrase("http://moon.example/a")),
    ("land*", Pattern("land*", TEXT_FIELDS, "land*")),
    ("l*ing", Pattern("l*ing", TEXT_FIELDS, "l*ing")),
    ("Ört*k", Pattern("Ört*k", TEXT_FIELDS, "ort*k")),
    ("land**", Pattern("land*", TEXT_FIELDS, "land*")),
    ("sea-land*", And((w("sea"), Pattern("land*", TEXT_FIELDS, "land*")))),
    ("armstong~", Fuzzy("armstong", TEXT_FIELDS, "armstong", 1)),
    ("armstong~2", Fuzzy("armstong", TEXT_FIELDS, "armstong", 2)),
    ("armstong~0", w("armstong")),
    ("title:moon", replace(w("moon"), fields=("title",))),
    ("Title: moon", replace(w("moon"), fields=("title",))),
    ("body:moon", replace(w("moon"), fields=("body", "caption"))),
    (
        "title:(moon OR mars)",
        Or((replace(w("moon"), fields=("title",)), replace(w("mars"), fields=("title",)))),
    ),
    ('category:"New York"', label("category", "New York", "new york")),
    ("author:Müller", label("author", "Müller", "muller")),
    ("tag:space", label("tag", "space")),
    ("source:wire", label("source", "wire")),
    ("language:EN", label("language", "en")),
    ("-language:en", Not(label("language", "en"))),
    ("date:1990", dated("1990-01-01", "1990-12-31")),
    ("date:1990-02", dated("1990-02-01", "1990-02-28")),
    ("date:1990-01-20", dated("1990-01-20", "1990-01-20")),
    ("date:1990..1995", dated("1990-01-01", "1995-12-31")),
    ("date:1990-02..1995-02", dated("1990-02-01", "1995-02-28")),
    ("date:1990..", dated("1990-01-01", None)),
    ("date:..1990-02", dated(None, "1990-02-28")),
    ('date:"20 January 1990"', dated("1990-01-20", "1990-01-20")),
    ("date:20.01.1990", dated("1990-01-20", "1990-01-20")),
    ("date:undated", Word("undated", ("date",), ("undated",))),
    ("date:(1990 OR ..1970)", Or((dated("1990-01-01", "1990-12-31"), dated(None, "1970-12-31")))),
    ("before:1990", dated(None, "1989-12-31")),
    ("before:1990-03-01", dated(None, "1990-02-28")),
    ("after:1990", dated("1991-01-01", None)),
    ("after:1990-02", dated("1990-03-01", None)),
    ("about:1990-01-20", dated("1990-01-20", "1990-01-20", "event")),
    ("about:1990..1991", dated("1990-01-01", "1991-12-31", "event")),
]  # fmt: skip


@pytest.mark.parametrize(("written", "tree"), TREES, ids=[each for each, _ in TREES])
def test_a_query_is_read_as_this_tree_without_a_note(written: str, tree: Node) -> None:
    """The language, one row an idea; what is read as it stands needs no explanation."""
    parsed = parse(written)
    assert parsed.query == tree
    assert parsed.notes == ()


MENDED = [
    ("moon OR", "moon", "operator"),
    ("OR moon", "moon", "operator"),
    ("OR", "", "operator"),
    ("( OR )", "", "operator"),
    ("moon OR OR mars", "moon OR mars", "operator"),
    ("moon OR AND mars", "moon mars", "operator"),
    ("AND", "", "operator"),
    ("moon AND", "moon", "operator"),
    ("NOT", "", "operator"),
    ("moon NOT", "moon", "operator"),
    ("(moon", "moon", "unclosed"),
    ("moon)", "moon", "unclosed"),
    ('"moon landing', '"moon landing"', "unclosed"),
    ("- moon", "moon", "dropped"),
    ("!!! moon", "moon", "dropped"),
    ("*", "", "dropped"),
    ("title:", "", "dropped"),
    ("moon Title: ", "moon", "dropped"),
    ("(moon -tag: )", "moon", "dropped"),
    ("title:()", "", "dropped"),
    ('title:""', "", "dropped"),
    ('language:" "', "", "dropped"),
    ("title:-moon", "-moon", "dropped"),
    ("title:tag:moon", "tag:moon", "dropped"),
    ("title:(tag:moon)", "tag:moon", "dropped"),
    ("*moon", "moon", "star"),
    ("*moon*", "moon*", "star"),
    ("_*moon", "moon", "star"),
    ("a-b*c", '"a-b c"', "star"),
    ("moon~9", "moon~2", "fuzzy"),
    ("is~", "is", "fuzzy"),
    ("e-mial~", '"e-mial"', "sign"),
    ("category:mony-fx~", "category:mony-fx", "sign"),
    ("mo*n~", "mo*n", "sign"),
    ('"moon"~3', "moon", "sign"),
    ('"mo* landing"', '"mo landing"', "sign"),
    ("mood:good", '"mood:good"', "unknown-field"),
    ("date:someday", "", "bad-date"),
    ("date:..", "", "bad-date"),
    ("date:01/02/1990", "", "bad-date"),
    ("before:0001", "", "bad-date"),
    ("after:9999", "", "bad-date"),
    ("about:undated", "", "bad-date"),
    ("date:1995..1990", "date:1990-01-01..1995-12-31", "swapped"),
    ("before:1990..1991", "date:1990-01-01..1991-12-31", "period"),
    ("(" * 21 + "a OR b) c", "a OR b c", "deep"),
]


@pytest.mark.parametrize(("written", "read_as", "code"), MENDED, ids=[row[0] for row in MENDED])
def test_what_cannot_stand_is_left_out_or_mended_and_told(
    written: str, read_as: str, code: str
) -> None:
    """A reader sees how the query was read, and a sentence on what became of the rest."""
    query, notes = parse(written)
    assert write(query) == read_as
    assert code in [note.code for note in notes]
    assert all(note.text.endswith(".") for note in notes)


def test_a_word_stands_for_its_terms_in_every_language_of_the_index() -> None:
    """The same word may be stemmed differently in another language."""
    query, _ = parse("nations", ("en", "fr", "ru"))
    assert isinstance(query, Word)
    assert {text.term("nations", code) for code in ("en", "fr", "ru")} <= set(query.terms)


@pytest.mark.parametrize(
    "written", ["a" * (LONGEST + 1), "a " * (MOST_WORDS + 1), '"' + "a " * (MOST_WORDS + 1) + '"']
)
def test_a_query_that_is_too_long_is_refused_with_a_sentence(written: str) -> None:
    """More than 4,000 characters or 400 words, also within one phrase."""
    with pytest.raises(BadQuery, match=r"^The query has .*\.$"):
        parse(written)
