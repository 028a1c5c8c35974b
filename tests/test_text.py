"""Words are cut, folded and stemmed alike for the index, the query and the marks."""

import time
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc import text
from searchsvc.text import folding, segment

LANGUAGES = sorted(text.LANGUAGES)
ANY_TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("aAiİıIéßəё'’ʼ.,_-1\u00ad\u200d\u200f\u0301\u0307漢かが゙ภา한\ud800 "),
    )
)
PAIRS = [
    (language, kind, *pair.split())
    for language, rules in text.LANGUAGES.items()
    for kind in ("same", "plain", "different", "missed", "confused")
    for pair in rules.get(kind, ())
]


def finds(query: str, written: str, languages: tuple[str, ...]) -> bool:
    """Whether the one word of `query` finds that of `written` in an article of languages[0]."""
    (asked,), (held,) = text.words(query), text.words(written)
    return text.term(held, languages[0]) in text.alternatives(asked, languages)


@pytest.mark.parametrize(("language", "kind", "first", "second"), PAIRS)
def test_the_pairs_of_each_language_hold(language: str, kind: str, first: str, second: str) -> None:
    """The pairs beside each language's rules do what their heading says."""
    there = finds(first, second, (language, "en"))
    back = finds(second, first, (language, "en"))
    match kind:
        case "same":
            assert (there, back) == (True, True)
        case "plain":
            assert there
        case "different":
            assert (there, back) == (False, False)
        case "missed":
            assert not (there and back), "now achieved: move the pair to `same`"
        case "confused":
            assert there or back, "now told apart: move the pair to `different`"


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("al-Assad, Jean-Luc", ["al", "Assad", "Jean", "Luc"]),
        ("O'Brien's l’homme п’ять", ["O'Brien's", "l’homme", "п’ять"]),
        ("1,000 men, 3.5 % and 3,5", ["1,000", "men", "3.5", "and", "3,5"]),
        ("20.01.1990, 1987,1988; 1,2,3", ["20", "01", "1990", "1987", "1988", "1", "2", "3"]),
        ("@anna #news me@example.org", ["anna", "news", "me", "example", "org"]),
        ("https://example.org/a_b?c=1", ["https", "example", "org", "a", "b", "c", "1"]),
        ("the U.S. and the U.N.", ["the", "U.S", "and", "the", "U.N"]),
        ("А.С.Пушкин, e.g. this", ["А.С", "Пушкин", "e.g", "this"]),
        ("Berlin\u00adMitte na\u00efve", ["Berlin\u00adMitte", "na\u00efve"]),
        ("'quoted' words' ‘and’", ["quoted", "words", "and"]),
        ("東京都 in 日本", ["東京", "京都", "in", "日本"]),
        (
            "猫 サッカー 한국어 ABC株式x",
            ["猫", "サッ", "ッカ", "カー", "한국어", "ABC", "株式", "x"],
        ),
        ("लड़का किताबें שָׁלוֹם مُحَمَّد", ["लड़का", "किताबें", "שָׁלוֹם", "مُحَمَّد"]),
        ("می\u200cرود \u200fسلام\u200f", ["می\u200cرود", "سلام"]),
        ("", []),
        ("\ud800 … — _ \u0301", []),
    ],
)
def test_a_text_is_cut_into_words(written: str, words: list[str]) -> None:
    """Hyphens, dots and signs part; apostrophes, marks and format characters join."""
    assert text.words(written) == words


@pytest.mark.parametrize(
    ("word", "spelling", "fold"),
    [
        ("O’Brien", "o'brien", "obrien"),
        ("MƏMMƏDOV", "məmmədov", "memmedov"),
        ("İstanbul", "istanbul", "istanbul"),
        ("i\u0307stanbul", "istanbul", "istanbul"),
        ("ISPARTA", "isparta", "isparta"),
        ("ısparta", "isparta", "isparta"),
        ("Королёв", "королёв", "королев"),
        ("Київ", "київ", "київ"),
        ("Йод", "йод", "йод"),
        ("ґрунт", "ґрунт", "грунт"),
        ("Straße", "strasse", "strasse"),
        ("Łódź", "łódź", "lodz"),
        ("Æ", "æ", "ae"),
        ("Đorđe", "đorđe", "dorde"),
        ("Ｆｕｌｌ", "full", "full"),
        ("ﬁn", "fin", "fin"),
        ("ᲗᲑᲘᲚᲘᲡᲘ", "თბილისი", "თბილისი"),
        ("1,000", "1000", "1000"),
        ("1.000", "1000", "1000"),
        ("1.000,50", "1000.50", "1000.50"),
        ("0.125", "0.125", "0.125"),
        ("3,5", "3.5", "3.5"),
        ("١٩٩٠", "1990", "1990"),
        ("U.S", "us", "us"),
    ],
)
def test_a_word_has_a_spelling_and_a_fold(word: str, spelling: str, fold: str) -> None:
    """Spelling keeps accents and apostrophes; fold drops what keyboards lack."""
    assert (text.spelling(word), text.fold(word)) == (spelling, fold)


@pytest.mark.parametrize("word", ["Gasymov", "İSTANBUL", "Isparta", "ISTANBUL", "ısparta"])
@pytest.mark.parametrize("written_in", ["tr", "az", "en", "de", ""])
def test_the_four_i_find_each_other_in_every_language(word: str, written_in: str) -> None:
    """However I is written, the word is found in articles of any language."""
    typed = (word, word.lower(), word.upper(), text.fold(word))
    held = text.term(word, written_in)
    assert all(held in text.alternatives(form, ("tr", "az", "en", "de")) for form in typed)


@given(ANY_TEXT, st.sampled_from(["", *LANGUAGES]))
def test_any_text_is_analysed(written: str, language: str) -> None:
    """Terms are short, never empty, without white space, encodable, and the same every time."""
    for word in text.words(written):
        term = text.term(word, language)
        assert 0 < len(term) <= text.LONGEST
        assert not any(sign.isspace() for sign in term)
        term.encode()
        text.remembered_term.cache_clear()
        assert text.term(word, language) == term


@given(ANY_TEXT, st.sampled_from(["", *LANGUAGES]))
def test_any_string_has_a_term(written: str, language: str) -> None:
    """A term does not ask where its word comes from."""
    term = text.term(written, language)
    assert 0 < len(term) <= text.LONGEST
    assert term.split() == [term]
    term.encode()


@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_query_and_index_agree(written: str, language: str) -> None:
    """A word finds itself, whatever other languages the index holds."""
    for word in text.words(written):
        assert text.term(word, language) in text.alternatives(word, ("en", language))


@given(ANY_TEXT, st.sampled_from(LANGUAGES))
def test_places_and_lexicon_tell_the_same_words(written: str, language: str) -> None:
    """Index and highlighting see the same words, at places inside the text, in order."""
    lexicon = text.Lexicon(language)
    tokens = text.tokens(written, language)
    assert [written[start:end] for _, start, end in tokens] == text.words(written)
    assert [token.term for token in tokens] == [lexicon[word][0] for word in text.words(written)]
    assert all(a.start < b.start < b.end for a, b in pairwise(tokens))


@given(ANY_TEXT)
def test_normal_forms_have_the_same_terms(written: str) -> None:
    """Composed and decomposed text hold the same words, equally spelled."""
    composed, decomposed = (unicodedata.normalize(form, written) for form in ("NFC", "NFD"))
    for analyse in (text.spelling, text.fold):
        assert [analyse(word) for word in text.words(composed)] == [
            analyse(word) for word in text.words(decomposed)
        ]


@given(st.text(st.sampled_from("aB1é.,'’_- \n"), max_size=30))
def test_the_fast_pattern_cuts_as_the_full_one_does(written: str) -> None:
    """Plain text is cut alike by the pattern for plain text and by the one for every text."""
    plain = written.replace("_", " ")
    assert not segment.not_plain().search(plain)
    found = [match.span() for match in segment.marked().word.finditer(plain)]
    assert found == text.spans(written)
    assert found == [match.span() for match in segment.PLAIN_WORD.finditer(plain)]


@given(ANY_TEXT)
def test_folding_twice_changes_nothing(written: str) -> None:
    """A folded word is its own fold."""
    for word in text.words(written):
        assert text.fold(text.fold(word)) == text.fold(word)


def test_simple_letters_are_folded_as_all_others_are() -> None:
    """Letter by letter, which is fast, comes to the same as by way of normal forms."""
    for letter in folding.SIMPLE:
        small = unicodedata.normalize("NFKC", letter).casefold()
        assert folding.lower(letter) == unicodedata.normalize("NFKC", small)
        assert folding.unaccented(letter) == folding.stripped(letter)


@given(st.text(st.sampled_from(folding.SIMPLE), min_size=1, max_size=12))
def test_simple_words_are_folded_as_all_others_are(word: str) -> None:
    """No letter changes what its neighbours become."""
    small = unicodedata.normalize("NFKC", word).casefold()
    assert folding.lower(word) == unicodedata.normalize("NFKC", small)
    assert folding.unaccented(word) == folding.stripped(word).replace("եւ", "եվ")


def test_forms_are_what_differs_from_the_term() -> None:
    """Prefixes and exact forms look for spellings that the term does not show."""
    assert text.forms("Élections", "fr") == ("élections", "elections")
    assert text.forms("Books", "en") == ("books",)
    assert text.forms("book", "en") == ()


def test_labels_are_the_whole_name_and_its_words() -> None:
    """A category is found whole and by each of its words."""
    assert text.labels("Культура и ИСКУССТВО") == (
        *("культура и искусство", "культура", "и", "искусство"),
    )
    assert text.labels("—") == ()


@pytest.mark.parametrize(
    "unit", ["a", "a'", "a\u00ad", "\u00ad", "1,", "1.", "a.", "漢", "ж\u0301"]
)
def test_a_megabyte_without_a_space_is_analysed_in_time(unit: str) -> None:
    """The time grows with the length, not with its square."""
    start = time.process_time()
    text.tokens(unit * (1_000_000 // len(unit)), "en")
    assert time.process_time() - start < 20


def test_a_lexicon_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full lexicon starts afresh, and words of any length are never kept."""
    monkeypatch.setattr(text, "KNOWN", 3)
    lexicon = text.Lexicon("en")
    assert [lexicon[word][0] for word in ("a", "b", "c", "d", "x" * 1000)] == [
        *("a", "b", "c", "d", "x" * text.LONGEST),
    ]
    assert list(lexicon) == ["d"]
