"""Which articles that name one day speak of the same event?

They do if they share names, several words, or fewer and one for something as rare as a coup. A
script that the others are not written in shares no words with them, so its articles go with the
event that most articles speak of.
"""

import re
from collections import Counter
from typing import NamedTuple

from searchsvc.evidence import Evidence
from searchsvc.telling import event_words, strong_words

SHORTEST_NAME = 3
CAPITALS_ONLY = 0.6
"""A text with a larger share of capitals names nothing by them."""

LONG, STEM = 4, 5
"""Words shorter than this tell little, and so do the ends of longer ones."""

WORD = re.compile(r"\w+")

ENOUGH = 5
"""How much two articles must share: a name counts for two words."""

LEAST_KIN = 0.25
"""The share of pairs that must be akin in two groups that are one."""

GRAVE = 3
"""What it counts that both tell of something grave in the same words."""

COMMON = 0.5
"""What more than this share of many articles hold tells them not apart."""

MANY = 4


class Marks(NamedTuple):
    """By what an article's evidence is compared: names, words, and words for what is grave."""

    names: frozenset[str]
    words: frozenset[str]
    grave: frozenset[str]
    events: frozenset[str]
    translation: str


def groups_of(found: list[Evidence]) -> list[list[Evidence]]:
    """`found` in groups that speak of one event each, the largest first.

    An article goes to the group with the largest share of its kin: one in common with each of a
    chain of others makes no event.
    """
    marks = [marks_of(each) for each in found]
    common = too_common([each.names for each in marks])
    kin = [[akin(one, other, common) for other in marks] for one in marks]
    groups: list[list[int]] = []
    for here in range(len(found)):
        joining = [here]
        while near := nearest(joining, groups, kin):
            groups.remove(near)
            joining = near + joining
        groups.append(joining)
    told = [[found[each] for each in held] for held in groups]
    return joined(sorted(told, key=len, reverse=True))


def nearest(one: list[int], groups: list[list[int]], kin: list[list[bool]]) -> list[int]:
    """That of `groups` which is most akin to `one`, none if too few of both are."""

    def share(other: list[int]) -> float:
        return sum(kin[here][there] for here in one for there in other) / len(one) / len(other)

    most = max(groups, key=share, default=[])
    return most if most and share(most) >= LEAST_KIN else []


def akin(one: Marks, other: Marks, common: frozenset[str]) -> bool:
    """Whether two articles that name one day speak of one event; what is `common` doesn't tell."""
    if one.translation and one.translation == other.translation:
        return True
    grave = 0 if one.grave.isdisjoint(other.grave) else GRAVE
    names = len((one.names & other.names) - common)
    events = len(one.events & other.events)
    return grave + 2 * names + events + len(one.words & other.words) >= ENOUGH


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
        word[:STEM]
        for word in WORD.findall(written.lower())
        if len(word) >= LONG and not word.isdigit()
    }
    names: set[str] = set()
    for part in (each.text, each.article.title):
        capitals, small = sum(map(str.isupper, part)), sum(map(str.islower, part))
        if capitals < CAPITALS_ONLY * (capitals + small):
            names.update(
                word.lower()
                for word in WORD.findall(part)[1:]
                if len(word) >= SHORTEST_NAME and word[0].isupper()
            )
    grave = strong_words(each.text, each.article.language)
    happened = event_words(each.text, each.article.language)
    return Marks(frozenset(names), frozenset(words), grave, happened, each.article.translation_of)


def too_common(held: list[frozenset[str]]) -> frozenset[str]:
    """Names and words that most of many articles hold."""
    counts = Counter(name for names in held for name in names)
    if len(held) < MANY:
        return frozenset()
    return frozenset(name for name, count in counts.items() if count > COMMON * len(held))


def script(each: Evidence) -> str:
    """The script of an article: that of the first letter of what it says."""
    letter = next((sign for sign in each.text if sign.isalpha()), "a")
    return "latin" if letter < "\u0370" else str(ord(letter) // 0x80)
