"""Which articles that name one day speak of the same event?

They do if they share names, several words, or one for something as rare as a coup. A script that
the others are not written in shares no words with them, so its articles go with the event that most
articles speak of.
"""

import re
from collections import Counter
from typing import NamedTuple

from searchsvc import text
from searchsvc.evidence import Evidence
from searchsvc.telling import strong_words

NAME = re.compile(r"(?<![.!?…] )(?<!^)\b[^\W\d_]\w{2,}")
CAPITALS_ONLY = 0.6
"""A text with a larger share of capitals names nothing by them."""

LONG = 5
"""Words shorter than this tell little."""

ENOUGH = 5
"""How much two articles must share: a name counts for two words."""

COMMON = 0.5
"""Names that more than this share of many articles hold tell them not apart."""

MANY = 4


class Marks(NamedTuple):
    """By what an article's evidence is compared: names, words, and words for what is grave."""

    names: frozenset[str]
    words: frozenset[str]
    grave: frozenset[str]
    translation: str


def groups_of(found: list[Evidence]) -> list[list[Evidence]]:
    """`found` in groups that speak of one event each, the largest first."""
    marks = [marks_of(each) for each in found]
    common = too_common([each.names for each in marks])
    parent = list(range(len(found)))

    def root(each: int) -> int:
        while parent[each] != each:
            parent[each] = parent[parent[each]]
            each = parent[each]
        return each

    for here, one in enumerate(marks):
        for there, other in enumerate(marks[:here]):
            if akin(one, other, common):
                parent[root(here)] = root(there)
    groups: dict[int, list[Evidence]] = {}
    for each, evidence in enumerate(found):
        groups.setdefault(root(each), []).append(evidence)
    return joined(sorted(groups.values(), key=len, reverse=True))


def akin(one: Marks, other: Marks, common: frozenset[str]) -> bool:
    """Whether two articles that name one day speak of one event; `common` names don't tell."""
    if one.translation and one.translation == other.translation:
        return True
    if not one.grave.isdisjoint(other.grave):
        return True
    shared = len((one.names & other.names) - common)
    return 2 * shared + len(one.words & other.words) >= ENOUGH


def joined(groups: list[list[Evidence]]) -> list[list[Evidence]]:
    """`groups`, those in a script of their own put with the largest."""
    if not groups:
        return []
    first, *others = groups
    scripts = {script(each) for each in first}
    apart = []
    for group in others:
        if scripts.isdisjoint(script(each) for each in group):
            first = first + group
        else:
            apart.append(group)
    return [first, *apart]


def marks_of(each: Evidence) -> Marks:
    """By what the evidence of an article is compared with that of others."""
    written = f"{each.text} {each.article.title}"
    words = {
        text.term(word, each.article.language)
        for word in text.words(written)
        if len(word) >= LONG and not word.isdigit()
    }
    names: set[str] = set()
    for part in (each.text, each.article.title):
        letters = [sign for sign in part if sign.isalpha()]
        if sum(sign.isupper() for sign in letters) < CAPITALS_ONLY * len(letters):
            names.update(text.fold(name[0]) for name in NAME.finditer(part) if name[0][0].isupper())
    grave = strong_words(each.text, each.article.language)
    return Marks(frozenset(names), frozenset(words), grave, each.article.translation_of)


def too_common(held: list[frozenset[str]]) -> frozenset[str]:
    """Names that most of many articles hold."""
    counts = Counter(name for names in held for name in names)
    if len(held) < MANY:
        return frozenset()
    return frozenset(name for name, count in counts.items() if count > COMMON * len(held))


def script(each: Evidence) -> str:
    """The script of an article: that of the first letter of what it says."""
    letter = next((sign for sign in each.text if sign.isalpha()), "a")
    return "latin" if letter < "\u0370" else str(ord(letter) // 0x80)
