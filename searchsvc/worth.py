"""How much is an event worth to an editor, what is it called, and why?"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from math import log2

from searchsvc.evidence import ELLIPSIS, Evidence
from searchsvc.telling import PERIOD_ENDS, Told, is_known

SHORTEST_TITLE, LONGEST_TITLE = 40, 140
SEVERAL = 4
NEWS = timedelta(days=7)
"""An article published so soon after a day that names it is news of that day."""


def worth_of(group: list[Evidence], day: str, share: float) -> float:
    """What an event is worth by the evidence of it; `share` of the articles of its day are its."""
    years = {each.article.date[:4] for each in group if each.article.date}
    most = max(each.told for each in group)
    score = log2(1 + len(group)) + 0.8 * log2(max(len(years), 1))
    score += {Told.STRONG: 1.6, Told.EVENT: 0.9, Told.PLAIN: 0.3}.get(most, 0.0)
    score += 1.2 if any(each.headline for each in group) else 0.0
    score += 0.6 if any(each.explicit for each in group) else -0.3
    score += 0.5 if any(is_news(each, day) for each in group) else 0.0
    score += 0.5 if any(each.recurring for each in group) else 0.0
    if day[5:] in PERIOD_ENDS and most < Told.STRONG:
        score -= 1.0
    return score - (1.0 - share) * 0.3


def tells_event(group: list[Evidence]) -> bool:
    """Whether somebody tells of an event, or names the day with its year apart from any trade.

    Where the words of a language are not known, it may be. What happened "yesterday" is one only
    if it was grave and several articles say so.
    """
    if len(group) >= SEVERAL and any(each.told is Told.STRONG for each in group):
        return True
    return any(
        each.told > Told.PLAIN
        or (each.told is Told.PLAIN and (each.explicit or not is_known(each.article.language)))
        for each in group
        if not each.relative
    )


def is_news(each: Evidence, day: str) -> bool:
    """Whether an article is news of `day`: published on it or soon after."""
    published = each.article.date
    if not published or len(published) < len(day):
        return False
    return timedelta(0) <= date.fromisoformat(published) - date.fromisoformat(day) <= NEWS


def title_of(group: list[Evidence], day: str) -> str:
    """The headline that names the day or is news of it, else the sentence that tells most.

    Among sentences that tell as much, one that need not be cut comes first, then one in the
    language of the interface.
    """
    for each in group:
        if each.headline or (is_news(each, day) and each.told is Told.STRONG):
            return each.article.title
    best = max(group, key=clearness)
    if len(best.text) < SHORTEST_TITLE:
        return best.article.title or best.text
    return cut(best.text, best.at)


def cut(sentence: str, at: int) -> str:
    """`sentence` so short that it can be a title, with the date that begins at `at`."""
    if len(sentence) <= LONGEST_TITLE:
        return sentence
    start = 0
    if at > LONGEST_TITLE // 2:
        start = sentence.rfind(" ", 0, max(0, at - LONGEST_TITLE // 3)) + 1
    end = start + LONGEST_TITLE
    kept = sentence[start:] if end >= len(sentence) else sentence[start:end].rsplit(" ", 1)[0]
    return (ELLIPSIS + " ") * (start > 0) + kept + (" " + ELLIPSIS) * (end < len(sentence))


def clearness(each: Evidence) -> tuple[bool, bool, bool, int, bool, int]:
    """By which of several sentences on an event its title is chosen."""
    return (
        each.told > Told.PLAIN,
        not each.relative,
        len(each.text) <= LONGEST_TITLE,
        each.told,
        each.article.language.startswith("en"),
        -len(each.text),
    )


def reasons(group: Iterable[Evidence], coverage: int, years: int, is_round: bool) -> Iterator[str]:
    """Why an event is on the desk, a sentence each."""
    found = list(group)
    published = sorted({each.article.date[:4] for each in found if each.article.date})
    if is_round:
        yield f"{years} years is a round anniversary." if years > 1 else "It was one year ago."
    many = "One article speaks" if coverage == 1 else f"{coverage:,} articles speak"
    if len(published) > 1:
        span = f"{published[0]} to {published[-1]}"
        yield f"{many} of it, published in {len(published)} years ({span})."
    else:
        yield f"{many} of it{f', published in {published[0]}' if published else ''}."
    if any(each.headline for each in found):
        yield "The day stands in a headline."
    languages = sorted({each.article.language for each in found if each.article.language})
    if len(languages) > 1:
        yield f"There is coverage in {len(languages)} languages ({', '.join(languages)})."
    if any(each.recurring for each in found):
        yield "The archive says that the day is marked every year."
