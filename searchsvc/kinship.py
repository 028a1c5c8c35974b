"""Which articles that name one day speak of the same event?

They do if they share names, several words, or fewer and one for something as rare as a coup. A
script that the others are not written in shares no words with them, so its articles go with the
event that most articles speak of.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from searchsvc.evidence import Evidence
from searchsvc.telling import event_words, strong_words

SHORTEST_NAME = 3
CAPITALS_ONLY = 0.6
"""A text with a larger share of words in capitals names nothing by them."""

LONG, STEM = 4, 5
"""Words shorter than this tell little, and so do the ends of longer ones."""

WORD = re.compile(r"\w+")

ENOUGH = 5
"""How much two articles must share: a name counts for two words."""

LEAST_KIN = 0.25
"""The share of pairs that must be akin in two groups that are one."""

FEWEST_KIN = 2
"""With so many of a group something beside it must be akin."""

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


def groups_of(
    found: list[Evidence], beside: Sequence[Evidence] = ()
) -> tuple[list[list[Evidence]], list[Evidence]]:
    """`found` in groups that speak of one event each, the largest first, and what is in none.

    An article goes to the group with the largest share of its kin: one in common with each of a
    chain of others makes no event. Those `beside` them join a group, or none.
    """
    many = len(found)
    marks = [marks_of(each) for each in found] if many > 1 else []
    kin = kin_of(marks, many) if many > 1 else [0]
    members: dict[int, list[int]] = {}
    for here in range(many):
        joining, held = [here], 1 << here
        while near := nearest(joining, members, kin):
            joining = members.pop(near) + joining
            held |= near
        members[held] = joining
    groups = {held: [found[each] for each in here] for held, here in members.items()}
    left = list(beside)
    if beside and max(map(len, groups.values()), default=0) >= FEWEST_KIN:
        marks += [marks_of(each) for each in beside]
        left = []
        for each, row in zip(beside, kin_of(marks, many)[many:], strict=True):
            most = max(groups, key=lambda held: (row & held).bit_count())
            akin = (row & most).bit_count()
            joins = akin >= FEWEST_KIN and akin >= LEAST_KIN * most.bit_count()
            (groups[most] if joins else left).append(each)
    return joined(sorted(groups.values(), key=len, reverse=True)), left


def kin_of(marks: list[Marks], many: int) -> list[int]:
    """For each article those of the first `many` that speak of the same event, a bit for each."""
    common = too_common([each.names for each in marks])
    bits: defaultdict[tuple[str, str], int] = defaultdict(lambda: 1 << len(bits))
    shared, grave = [], []
    for each in marks:
        held = [("name", name) for name in each.names - common]
        held += [("again", name) for _, name in held]
        held += [("event", word) for word in each.events]
        held += [("word", word) for word in each.words]
        shared.append(sum([bits[one] for one in held]))
        grave.append(sum([bits["grave", word] for word in each.grave]))
    translations = [each.translation for each in marks]
    kin = [0] * len(marks)
    for one, held_by_one in enumerate(shared):
        for other in range(min(one, many)):
            counted = (held_by_one & shared[other]).bit_count()
            if (
                counted >= ENOUGH
                or (counted >= ENOUGH - GRAVE and grave[one] & grave[other])
                or (translations[one] and translations[one] == translations[other])
            ):
                kin[one] |= 1 << other
                kin[other] |= 1 << one
    return kin


def nearest(one: list[int], groups: Iterable[int], kin: list[int]) -> int:
    """That of `groups`, a bit for each article, which is most akin to `one`; 0 if none is."""
    rows = [kin[here] for here in one]
    reached = reduce(or_, rows)

    def share(held: int) -> float:
        return sum([(row & held).bit_count() for row in rows]) / len(one) / held.bit_count()

    most = max((held for held in groups if held & reached), key=share, default=0)
    return most if most and share(most) >= LEAST_KIN else 0


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
    words: set[str] = set()
    names: set[str] = set()
    for part in (each.text, each.article.title):
        found = WORD.findall(part)
        words.update(
            word.lower()[:STEM] for word in found if len(word) >= LONG and not word.isdigit()
        )
        if sum(map(str.isupper, found)) < CAPITALS_ONLY * len(found):
            names.update(
                word.lower()
                for word in found[1:]
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
