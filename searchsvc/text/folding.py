"""What stays of a word when case, accents and ways of writing are set aside?

O’Brien    spelling  o'brien   fold  obrien
Məmmədov   spelling  məmmədov  fold  memmedov
1,000      spelling  1000      fold  1000
"""

import re
import unicodedata

from searchsvc.text.segment import APOSTROPHES, FORMAT, ranges

LONGEST = 100
"""Terms are cut after this many code points."""

WRITTEN = 4 * LONGEST
"""What is read of a word: a composed letter may be written as a base and three marks."""


def is_simple(sign: str) -> bool:
    """Whether `sign` is a letter or digit that is changed by nothing but being made small."""
    small = sign.lower()
    folds = {sign.casefold(), unicodedata.normalize("NFKC", small)}
    composed = unicodedata.normalize("NFKC", sign) == sign
    return sign.isalnum() and composed and len(small) == 1 and folds == {small}


SIMPLE = tuple(filter(is_simple, map(chr, (*range(0x250), *range(0x400, 0x590)))))
SIMPLE_WORD = re.compile(f"[{ranges(SIMPLE)}]+")
"""Most words in Latin, Cyrillic and Armenian letters, which are folded letter by letter."""

OTHER_DIGIT = re.compile(r"(?![0-9])\d")
WHOLE_NUMBER = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:[.,](\d+))?")
DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")

UNSEEN = re.compile(rf"[{FORMAT}\s]+")
SURROGATE = re.compile("[\ud800-\udfff]")
STRAIGHT = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
ACCENTED = re.compile(
    "([a-zß-\u02af\u0370-\u03ff\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab65])"
    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
POINTS = re.compile(
    "[\u0300\u0301\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)
"""Stress marks, Hebrew and Arabic vowels, hamza signs, tatweel, variation selectors."""

BARE = re.compile("[\0-\x7fа-яіїєўა-ჺ]*")
"""Words that nothing is taken from: most of them, so this is asked first."""

LETTERS = str.maketrans(
    {"ё": "е", "ґ": "г", "ı": "i", "ə": "e", "ǝ": "e", "ø": "o", "ł": "l", "đ": "d", "ð": "d"}
    | {"æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ى": "ي", "ی": "ي", "ک": "ك", "ٱ": "ا"}
)
"""Letters that keyboards lack, and what people type for them; й, ї, є and ў stay."""


def spelling(word: str) -> str:
    """`word` in lower case and composed form, with its accents and straight apostrophes."""
    return lower(word).replace("ı", "i")


def fold(word: str) -> str:
    """`word` in lower case without accents and apostrophes; letters of their own (й, ї) stay."""
    return joined(unaccented(lower(word)))


def lower(word: str, dotless: bool = False) -> str:
    """`word` in lower case (`dotless`: that of I is ı), numbers and abbreviations in one form."""
    word = word[:WRITTEN]
    if (word.isascii() and word.isalnum()) or SIMPLE_WORD.fullmatch(word):
        return (word.replace("I", "ı") if dotless else word).lower()[:LONGEST]
    if word.isascii():
        small = word.replace("I", "ı").lower() if dotless else word.lower()
    else:
        small = SURROGATE.sub("\ufffd", unicodedata.normalize("NFKC", word))
        small = small.translate(STRAIGHT).replace("İ", "i").replace("I", "ı" if dotless else "i")
        small = small.casefold().replace("i\u0307", "i")
        if OTHER_DIGIT.search(small):
            small = OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), small)
    if not small.isalnum():
        small = undotted(UNSEEN.sub("", small.translate(STRAIGHT)))
    return unicodedata.normalize("NFKC", small)[:LONGEST] or "\ufffd"


def undotted(word: str) -> str:
    """U.S. as us, 1,000 and 1.000 as 1000, 3,5 as 3.5; any other `word` as it is."""
    if DOTTED.fullmatch(word):
        return word.replace(".", "")
    if number := WHOLE_NUMBER.fullmatch(word):
        whole, fraction = re.sub("[.,]", "", number[1]), number[2]
        return f"{whole}.{fraction}" if fraction else whole
    return word


def unaccented(word: str) -> str:
    """`word`, which is in lower case, without accents and with plain letters."""
    if BARE.fullmatch(word):
        return word
    bare = word.translate(PLAIN) if SIMPLE_WORD.fullmatch(word) else stripped(word)
    return bare.replace("եւ", "եվ")[:LONGEST] or word


def stripped(word: str) -> str:
    """`word` without accents and points and with plain letters, perhaps empty."""
    bare = ACCENTED.sub(r"\1", unicodedata.normalize("NFD", word.translate(LETTERS)))
    return unicodedata.normalize("NFC", POINTS.sub("", bare)).translate(LETTERS)


PLAIN = {ord(sign): plain for sign in SIMPLE if (plain := stripped(sign)) != sign}


def joined(word: str) -> str:
    """`word` without its apostrophes, if anything is left."""
    return word.replace("'", "") or word
