"""Where are the words of a text? Cut by Unicode, without regard to language.

Letters, digits and their marks make a word; apostrophes and format characters continue it; hyphens,
dots, underscores and all other signs part. 1,000 and 3.5 are words, U.S. is one, 20.01.1990 three.
Scripts without spaces: Chinese and Japanese runs give overlapping pairs, others are left whole.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category


def ranges(characters: Iterable[str]) -> str:
    """The ascending `characters` as a class of `re` without [].

    A few hundred ranges are compiled ten times as fast as all signs.
    """
    codes = list(map(ord, characters))
    starts = [code for code, before in zip(codes, [0, *codes], strict=False) if code != before + 1]
    ends = [code for code, after in zip(codes, [*codes[1:], 0], strict=True) if code != after - 1]
    return "".join(f"{chr(low)}-{chr(high)}" for low, high in zip(starts, ends, strict=True))


def mark_ranges(first: int, last: int) -> str:
    """The combining marks from code point `first` up to `last`; `re` has no class for marks."""
    return ranges(sign for sign in map(chr, range(first, last)) if category(sign)[0] == "M")


APOSTROPHES = "'`´’‘ʼʻʹ′＇׳״\u1fef\u1ffd"
"""Signs that join two parts of one word, as in O'Brien, l’homme, пʼять."""

FORMAT = "\u00ad\u034f\u061c\u200c-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
"""Soft hyphens, joiners and bidi marks: they stand inside words and are no part of them."""

BASIC_CJK = "々〇ぁ-ゟァ-ヿㄅ-ㄯㇰ-ㇿ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
CJK = BASIC_CJK + "\U00020000-\U000323af"
"""Letters of scripts without spaces whose words are found by pairs of neighbours."""

NUMBER = (
    r"(?<!\d[.,])(?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"
    r"|\d+(?:\.\d+|,\d{1,2}))(?![.,]?\d)"
)
PLAIN = (
    rf"(?=\w)(?:[^\W\d]\w+(?:[{APOSTROPHES}]\w+)*|[^\W\d](?:\.[^\W\d])+(?!\w)"
    rf"|{NUMBER}|\w+(?:[{APOSTROPHES}]\w+)*)"
)
ASCII_WORD = re.compile(PLAIN, re.ASCII)
PLAIN_WORD = re.compile(PLAIN)
"""For texts without marks, format characters and CJK: four times as fast as `Marked.word`."""

JOINT = rf"(?:[{FORMAT}]{{1,4}}[{APOSTROPHES}]?|[{APOSTROPHES}])[{FORMAT}]{{0,4}}"

STRETCH = 1 << 15
"""After how many characters a stretch of a text ends at the next space."""


class Marked(NamedTuple):
    """What texts with marks, format characters or CJK are read by."""

    word: re.Pattern[str]
    letter: re.Pattern[str]
    run: re.Pattern[str]


@cache
def marked() -> Marked:
    """The patterns that most processes never need; to compile them takes longer than a search."""
    marks = basic_marks() + "ﾞﾟ" + mark_ranges(0x10000, 0x1F000) + "\U000e0100-\U000e01ef"
    letter = rf"[{CJK}][{marks}]*"
    word = (
        rf"(?=\w)(?:{NUMBER}|[^\W\d][{marks}]*(?:\.[^\W\d][{marks}]*)+(?![\w{marks}])"
        rf"|\w[\w{marks}]*(?:{JOINT}\w[\w{marks}]*)*)"
    )
    return Marked(re.compile(word), re.compile(letter), re.compile(f"(?:{letter})+"))


@cache
def not_plain() -> re.Pattern[str]:
    """What stands in no text that PLAIN_WORD reads right."""
    return re.compile(f"[{basic_marks()}ﾞﾟ{FORMAT}{BASIC_CJK}\U00010000-\U0010ffff]")


def basic_marks() -> str:
    """The combining marks of the Basic Multilingual Plane."""
    return mark_ranges(0x300, 0x3400) + mark_ranges(0xA600, 0xAC00) + mark_ranges(0xFB00, 0xFF00)


def words(text: str) -> list[str]:
    """The words of `text` in order, as they are written."""
    plain = text.replace("_", " ")
    pattern = word_pattern(plain)
    if has_pairs(plain, 0, len(plain), pattern):
        return [text[start:end] for start, end in spans(text)]
    return pattern.findall(plain)


def word_pattern(text: str) -> re.Pattern[str]:
    """The fastest pattern that tells the words of `text` right."""
    if text.isascii():
        return ASCII_WORD
    return marked().word if not_plain().search(text) else PLAIN_WORD


def has_pairs(text: str, start: int, end: int, pattern: re.Pattern[str]) -> bool:
    """Whether words of CJK are cut into pairs in a part of a text that `pattern` is for."""
    if pattern is ASCII_WORD or pattern is PLAIN_WORD:
        return False
    return marked().letter.search(text, start, end) is not None


def spans(text: str) -> list[tuple[int, int]]:
    """Where the words of `text` begin and end (code points, end exclusive).

    Runs of Chinese and Japanese give overlapping pairs of letters, so these spans may overlap.
    """
    plain = text.replace("_", " ")
    return cut(plain, 0, len(plain), word_pattern(plain))


def stretches(text: str) -> Iterator[tuple[int, str]]:
    """The stretches of `text` in order, each with a space before and behind, and where it begins.

    What stands between its spaces, with signs and all, are its pieces: no word reaches over a
    space, so each of them can be cut by itself.
    """
    plain = " " + text.replace("_", " ").replace("\n", " ") + " "
    start, last = 0, len(plain) - 1
    while start < last:
        end = plain.find(" ", min(start + STRETCH, last))
        yield start - 1, plain[start : end + 1]
        start = end


def occurrences(pieces: Iterable[str], stretch: str) -> Iterator[tuple[int, int]]:
    """Where `pieces` stand between the spaces of `stretch`."""
    for piece in pieces:
        at = stretch.find(f" {piece} ")
        while at >= 0:
            yield at + 1, at + 1 + len(piece)
            at = stretch.find(f" {piece} ", at + 1 + len(piece))


def cut(text: str, start: int, end: int, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """The spans of the words from `start` to `end` of `text`, which has no underscores."""
    found = [match.span() for match in pattern.finditer(text, start, end)]
    if not has_pairs(text, start, end, pattern):
        return found
    return [part for low, high in found for part in cjk_spans(text, low, high)]


def cjk_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the word from `start` to `end`: its CJK runs in pairs, the rest as words."""
    word, letter, run_of_letters = marked()
    for run in run_of_letters.finditer(text, start, end):
        yield from (rest.span() for rest in word.finditer(text, start, run.start()))
        letters = [each.span() for each in letter.finditer(text, *run.span())]
        pairs = pairwise(letters) if len(letters) > 1 else zip(letters, letters, strict=True)
        yield from ((first, last) for (first, _), (_, last) in pairs)
        start = run.end()
    yield from (rest.span() for rest in word.finditer(text, start, end))
