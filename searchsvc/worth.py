"""How much is an event worth to an editor, what is it called, and why?"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import log2

from searchsvc.evidence import ELLIPSIS, Evidence
from searchsvc.message import Message, plural
from searchsvc.standing import NEWS, is_soon
from searchsvc.telling import PERIOD_ENDS, Told, event_words, is_known, tells_death

SHORTEST_TITLE, SHORTEST_TELLING, LONGEST_TITLE = 40, 25, 140
"""A shorter sentence is no title, unless it has a word for an event."""

LONGEST_SENTENCE, LONGEST_DATE = 200, 20
"""Of a longer sentence too much would be cut; a date is at most so long."""

LONG, STEM, FEW = 4, 5, 3
"""Shorter words say little, and so do the ends of longer ones; a headline of fewer words is none
the better for it."""

WORD = re.compile(r"\w+")

DATED = ("explicit", "range", "context", "nearest", "implied")
"""Where the year of a day comes from that is named by its date."""

SEVERAL, MANY = 4, 6
"""So many articles make an event of what they name only as "today": if it was grave, or not."""

AT_ONCE = timedelta(0)
"""An article published so soon after a day that names it reports it."""

LATELY = timedelta(days=100)
"""A day without a year is that of the year only so long: "9 May" may be any year's."""

UNDATED = "2000"
"""An article without a day is at least of this year, when newspapers were on the web."""

LIFETIME = 70
"""Who was born so long before is written of for more than an office held just then."""

YEAR = 365.2425


FEW_DAYS, CROWD, MOST_CROWD = 3, 0.6, 1.2
"""An article that names more days tells a life or a history: each of them is worth less, by so
much for each doubling and so much at most."""


def worth_of(group: list[Evidence], day: str, share: float) -> float:
    """What an event is worth by the evidence of it; `share` of the articles of its day are its.

    That one article reported it at the time is worth nothing, unless it wrote the year; a day that
    one names without a word for an event is worth less unless it came round just then.
    """
    years = {each.article.date[:4] for each in group if each.article.date}
    most = max(made_of(each, day) for each in group)
    score = log2(1 + len(different(group))) + 0.8 * log2(max(len(years), 1))
    score += {Told.STRONG: 1.6, Told.EVENT: 0.9, Told.BIRTH: 0.9}.get(most, 0.3)
    score += 1.2 if any(each.headline for each in group) else 0.0
    score += 0.6 if any(each.explicit for each in group) else -0.3
    if most < Told.BIRTH and is_said_once(group, day):
        score -= 0.2
    if len(group) > 1 or group[0].explicit:
        score += 0.5 if any(is_news(each, day) for each in group) else 0.0
    score += 0.5 if any(each.recurring for each in group) else 0.0
    if day[5:] in PERIOD_ENDS and most < Told.STRONG:
        score -= 1.0
    score -= min(CROWD * log2(max(min(map(days_named, group)) / FEW_DAYS, 1)), MOST_CROWD)
    return score - (1.0 - share) * 0.3


def different(group: Iterable[Evidence]) -> set[tuple[str, str]]:
    """What the articles of `group` say: one that was published twice counts once."""
    return {(each.article.title, each.text) for each in group}


def days_named(each: Evidence) -> int:
    """How many different days of a year its article names."""
    return len(
        {
            mention.value
            for mention in each.article.mentions
            if mention.precision == "day" and mention.year_source in DATED
        }
    )


def tells_event(group: list[Evidence], day: str) -> bool:
    """Whether somebody tells of an event, or names the day with its year apart from any trade.

    Where the words of a language are not known, it may be. A birth is one if more is known of who
    was born, and a day whose year was only guessed if it was not long ago. What happened
    "yesterday" is one only if several articles tell of it, more of them if nothing in it was grave,
    and what was announced only if somebody tells of it after its day.
    """
    if all(each.ahead for each in group):
        return False
    if len(group) >= SEVERAL and any(each.told is Told.STRONG for each in group):
        return True
    if sum(each.told > Told.PLAIN for each in group) >= MANY:
        return True
    return any(
        made_of(each, day) > Told.BIRTH
        or (each.told is Told.BIRTH and is_remembered(each, day))
        or (
            each.told in (Told.PLAIN, Told.SLIGHT)
            and (each.explicit or not is_known(each.article.language))
        )
        for each in group
        if not each.relative and not (each.guessed and not is_soon(each.article.date, day, LATELY))
    )


def is_remembered(each: Evidence, day: str) -> bool:
    """Whether the article that tells of a birth on `day` is about a death, or of much later."""
    headline, language = each.article.title, each.article.language
    return tells_death(headline, language) or years_after(each, day) >= LIFETIME


def is_news(each: Evidence, day: str, within: timedelta = NEWS) -> bool:
    """Whether an article is news of `day`: published on it or soon after; never of every year's."""
    return is_soon(each.article.date, day, within)


def is_said_once(group: list[Evidence], day: str) -> bool:
    """Whether one article names `day`, and at no anniversary."""
    return len(different(group)) == 1 and not any(marks(each, day) for each in group)


def made_of(each: Evidence, day: str) -> Told:
    """What evidence makes of `day`: what is slight is an event if its article is dated.

    Else nobody knows whether it reports or remembers, unless it names a later year.
    """
    if each.told is not Told.SLIGHT:
        return each.told
    return Told.EVENT if each.article.date or years_after(each, day) > 1 else Told.PLAIN


def years_after(each: Evidence, day: str) -> int:
    """How many years after `day` an article was written, by the newest year that it has."""
    article = each.article
    years = [one.value[:4] for one in article.mentions if not one.future]
    written = max(int(year) for year in [*years, (article.date or UNDATED)[:4]] if year.isdigit())
    return written - int(day[:4]) if day[0].isdigit() else 0


def marks(each: Evidence, day: str) -> bool:
    """Whether an article was published within a week of `day` or of one of its anniversaries."""
    if is_news(each, day):
        return True
    published = each.article.date
    if not published or len(published) < len(day) or not day[0].isdigit():
        return False
    since = (date.fromisoformat(published) - date.fromisoformat(day)).days
    return since > 0 and abs((since + YEAR / 2) % YEAR - YEAR / 2) <= NEWS.days


def title_of(group: Sequence[Evidence], day: str) -> str:
    """The headline that names the day, else one that tells the news, else a sentence.

    The news is told by the headline of an article of that time, with a word for an event that its
    sentence has as well; of several by the one that shares most with the others. A sentence is
    chosen by how much it tells.
    """
    for each in group:
        if each.headline:
            return each.article.title
    held = Counter(word for each in group for word in words_of(f"{each.text} {each.article.title}"))

    def shared(written: str) -> float:
        found = words_of(written)
        return sum(held[word] for word in found) / (len(found) + FEW)

    news = [each for each in group if tells_news(each, day)]
    if news:
        return max(news, key=lambda each: shared(each.article.title)).article.title
    best = max(group, key=lambda each: (clearness(each), shared(each.text)))
    if len(best.text) < (SHORTEST_TITLE if best.told < Told.BIRTH else SHORTEST_TELLING):
        return best.article.title or best.text
    return cut(best.text, best.at)


def tells_news(each: Evidence, day: str) -> bool:
    """Whether the headline of an article of `day` says what its sentence tells of it."""
    if each.told <= Told.PLAIN or not is_news(each, day, AT_ONCE):
        return False
    title, language = each.article.title, each.article.language
    if event_words(title, language).isdisjoint(event_words(each.text, language)):
        return False
    said = words_of(title)
    return len(said & words_of(each.text)) * 2 >= len(said)


def words_of(written: str) -> frozenset[str]:
    """How the words of `written` that may say something begin, in lower case."""
    return frozenset(word[:STEM] for word in WORD.findall(written.lower()) if len(word) >= LONG)


def cut(sentence: str, at: int) -> str:
    """`sentence` so short that it can be a title, with the date that begins at `at`."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    start = 0
    if at > LONGEST_TITLE - LONGEST_DATE:
        start = sentence.rfind(" ", 0, max(0, at - LONGEST_TITLE // 3)) + 1
    end = start + LONGEST_TITLE
    kept = sentence[start:] if end >= len(sentence) else sentence[start:end].rsplit(" ", 1)[0]
    return (ELLIPSIS + " ") * (start > 0) + kept + (" " + ELLIPSIS) * (end < len(sentence))


def clearness(each: Evidence) -> tuple[bool, bool, bool, bool, int, bool]:
    """By which of several sentences on an event its title is chosen."""
    return (
        each.told > Told.PLAIN,
        not each.relative,
        each.at <= LONGEST_TITLE - LONGEST_DATE,
        len(each.text) <= LONGEST_SENTENCE,
        each.told,
        each.article.language.startswith("en"),
    )


def reasons(
    group: Iterable[Evidence], coverage: int, years: int, is_round: bool
) -> Iterator[Message]:
    """Why an event is on the desk, a sentence each."""
    found = list(group)
    published = sorted({each.article.date[:4] for each in found if each.article.date})
    if is_round and years > 1:
        yield plural(
            "%(count)s year is a round anniversary.",
            "%(count)s years is a round anniversary.",
            years,
        )
    elif is_round:
        yield Message("It was one year ago.")
    yield spoken_of(coverage, published)
    if any(each.headline for each in found):
        yield Message("The day stands in a headline.")
    languages = sorted({each.article.language for each in found if each.article.language})
    if len(languages) > 1:
        yield plural(
            "There is coverage in %(count)s language.",
            "There is coverage in %(count)s languages.",
            len(languages),
        )
    if any(each.recurring for each in found):
        yield Message("The archive says that the day is marked every year.")


def spoken_of(coverage: int, published: list[str]) -> Message:
    """How many articles speak of an event, and in which years they were published."""
    match published:
        case []:
            return plural("One article speaks of it.", "%(count)s articles speak of it.", coverage)
        case [year]:
            return plural(
                "One article speaks of it, published in %(year)s.",
                "%(count)s articles speak of it, published in %(year)s.",
                coverage,
                year=year,
            )
        case _:
            return plural(
                "One article speaks of it, published in %(years)s years (%(first)s to %(last)s).",
                "%(count)s articles speak of it, published in %(years)s years"
                " (%(first)s to %(last)s).",
                coverage,
                years=len(published),
                first=published[0],
                last=published[-1],
            )
