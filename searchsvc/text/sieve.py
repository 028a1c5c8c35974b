"""Which pieces of a text may hold a word with one of some terms? Told by letters, not by analysis.

Stemmers cut words at their end and may write a few letters there, and folding takes plain letters
one by one. So a word whose term is `happi` has `happ` in it: such a needle is looked for in the
small letters of a text a hundred times as fast as its words are analysed. What a stemmer writes
(`rewrites`), what it takes for the same inside of a word (`variants`) and which of a language's
letters fold to one plain letter (`letters`) stand in `languages.toml`. Pieces with anything that
this does not tell right, as apostrophes and marks, are let through, to be analysed.
"""

import re
from collections.abc import Iterable
from itertools import accumulate
from typing import Any, NamedTuple

from searchsvc.text.folding import fold, unaccented

ODD = re.compile(
    "[^\0-\x7fа-яіїєўא-תა-ჺա-ֆ\xa0«»°§№\u2010-\u2015\u201a\u201c-\u201e\u2022\u2026\u20ac]"
)
"""Neither a small letter that folds to itself nor a sign that parts words."""

OFTEN = 20
"""In a text with more than one odd character among so many, analysis is as fast as a sieve."""

MOST = 32
"""Needles of a sieve; with more of them a sieve is no faster."""


class Sieve(NamedTuple):
    """What to look for in texts of one language, and the letters to change before.

    `needles` may stand anywhere in a piece, `single` letters and digits where a word may begin.
    """

    needles: tuple[str, ...]
    single: re.Pattern[str] | None
    letters: tuple[tuple[str, str], ...]

    def pieces(self, text: str) -> set[tuple[int, int]] | None:
        """Where the pieces between spaces of `text` stand that may hold a word that is meant.

        `text` begins and ends with a space. None if too much of it is odd for a sieve to be faster.
        """
        small = text.replace("İ", "i").lower()
        patterns = [self.single] if self.single else []
        if not small.isascii():
            for letter, plain in (("եւ", "եվ"), *self.letters):
                small = small.replace(letter, plain)
            if odd := len(ODD.findall(small)):
                if odd * OFTEN > len(small):
                    return None
                patterns.append(ODD)
        places = set()
        for needle in self.needles:
            at = small.find(needle)
            while at >= 0:
                place = piece_at(small, at)
                places.add(place)
                at = small.find(needle, place[1])
        for pattern in patterns:
            found = pattern.search(small)
            while found:
                place = piece_at(small, found.start())
                places.add(place)
                found = pattern.search(small, place[1])
        return places


def piece_at(text: str, at: int) -> tuple[int, int]:
    """Where the piece between spaces begins and ends that holds the character at `at`."""
    return text.rfind(" ", 0, at) + 1, text.find(" ", at)


def sieve(terms: Iterable[str], rules: dict[str, Any]) -> Sieve | None:
    """The sieve for words with one of `terms` or forms, None if only analysis tells them.

    `rules` are those of the language that the texts are in.
    """
    if "stemmer" in rules and "rewrites" not in rules:
        return None
    rewrites = tuple(sorted(rules.get("rewrites", "").split(), key=len, reverse=True))
    begins = {kept(fold(term), rewrites) for term in terms}
    if "" in begins:
        return None
    single = {begin[0] for begin in begins if len(begin) == 1 or begin[0].isdigit()}
    longer = {begin for begin in begins if begin[0] not in single}
    needles = {"'", "`", *rules.get("variants", "").split()}
    needles |= longer | {f"{begin[0]}.{begin[1]}" for begin in longer}
    fewest = {needle for needle in needles if needles.isdisjoint(accumulate(needle[:-1]))}
    if len(fewest) > MOST:
        return None
    first = re.compile(rf"[{re.escape(''.join(single))}](?<![^\W\d].)") if single else None
    letters = ((letter, unaccented(letter)) for letter in rules.get("letters", ""))
    return Sieve(tuple(sorted(fewest)), first, tuple(letters))


def kept(term: str, rewrites: tuple[str, ...]) -> str:
    """What of `term` its words certainly begin with: all but the longest of `rewrites`."""
    ending = next((ending for ending in rewrites if term.endswith(ending)), "")
    return term.removesuffix(ending)
