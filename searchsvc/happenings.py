"""Which events does one date have, the greatest first, and what is only named beside them?"""

from collections.abc import Iterable
from dataclasses import dataclass

from searchsvc.evidence import Evidence, ranked
from searchsvc.kinship import groups_of
from searchsvc.worth import tells_event, title_of, worth_of


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a `date` and the `articles` that speak of it, the best evidence first.

    `worth` is what the events of a date are ranked by.
    """

    date: str
    worth: float
    articles: tuple[Evidence, ...]

    @property
    def title(self) -> str:
        """What the event is called: a headline of the archive, or a sentence."""
        return title_of(self.articles, self.date)


@dataclass(frozen=True, slots=True)
class Account:
    """All that articles tell of one date.

    `happenings` are its events, those worth most first; `also` speaks of none of them: business,
    announcements, a day that is only named.
    """

    happenings: tuple[Happening, ...]
    also: tuple[Evidence, ...]

    @property
    def articles(self) -> tuple[Evidence, ...]:
        """Each article once, the greatest event first and its best evidence first."""
        return tuple(one for each in self.happenings for one in each.articles) + self.also

    def without_business(self) -> "Account":
        """The same, without what is no evidence of an event and stands with none."""
        return Account(self.happenings, tuple(each for each in self.also if each.telling))


def tell_apart(found: Iterable[Evidence], day: str) -> Account:
    """The events of `day` of which the evidence `found` speaks, and what speaks of none.

    Events are told apart by the articles that tell of them; others stand with the event with
    which they share names and words.
    """
    telling: list[Evidence] = []
    beside: list[Evidence] = []
    for each in found:
        (telling if each.telling else beside).append(each)
    groups, also = groups_of(telling, beside)
    many = len(telling) + len(beside)
    happenings = []
    for group in groups:
        if not tells_event([each for each in group if each.telling], day):
            also += group
            continue
        best = ranked(group)
        worth = worth_of(best, day, len(group) / many)
        happenings.append(Happening(day, round(worth, 2), tuple(best)))
    happenings.sort(key=lambda each: -each.worth)
    return Account(tuple(happenings), tuple(ranked(also)))
