"""What does the archive have about one date, then and in all the years since?"""

import csv
import datetime
import io
from collections.abc import Iterator
from dataclasses import dataclass

from searchsvc.article import UNKNOWN_LANGUAGE, Article
from searchsvc.day import observed, parts
from searchsvc.engine import Engine
from searchsvc.errors import NotFound
from searchsvc.evidence import Evidence, find_evidence
from searchsvc.happenings import Happening, tell_apart
from searchsvc.message import Message
from searchsvc.query import Every, Facet, Range, Search, Word
from searchsvc.settings import Settings

AROUND = 3
"""Days before and after a date whose articles are shown with it."""

NEAR = datetime.timedelta(days=7)
"""An article published so near to an anniversary covers it."""

MOST = 500
"""Articles that speak of a date that are looked at, the newest ones."""

MOST_AROUND = 200

COLUMNS = ("date", "published", "years_after", "id", "title", "language", "category", "url",
           "sentence", "event")  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublishedDay:
    """The articles published `days` after (negative: before) a date, on the day `date`."""

    date: str
    days: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class CoveredYear:
    """The articles of one year that speak of a date, `years` after it (negative: before).

    `anniversary` are those of them that were published within a week of the day itself.
    """

    year: int
    years: int
    round: bool
    articles: tuple[Evidence, ...]
    anniversary: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """A round anniversary that no article of the archive marks; `on` is its day (ISO)."""

    year: int
    years: int
    on: str


@dataclass(frozen=True, slots=True)
class InLanguage:
    """What speaks of a date in one language."""

    language: str
    articles: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class EventPage:
    """Everything about one `date`.

    `articles` speak of it, those of its greatest event first; `total` counts them all, `named`
    those that don't only count it from their own day: without one of them there is no event.
    `happenings` are its events with their articles, `also` those that only name the day.
    `timeline` has them by year of publication, oldest first, `undated` those without one. `missed`
    are the round
    anniversaries up to today, in years of which the archive has articles, that it does not mark.
    `other_years` are the dates of the same calendar day that articles name as well, `before` and
    `after` the nearest dates of all that they name.
    """

    date: str
    years_ago: int
    round: bool
    recurring: bool
    total: int
    named: int
    articles: tuple[Evidence, ...]
    happenings: tuple[Happening, ...]
    also: tuple[Evidence, ...]
    around: tuple[PublishedDay, ...]
    timeline: tuple[CoveredYear, ...]
    undated: tuple[Evidence, ...]
    missed: tuple[Missed, ...]
    languages: tuple[InLanguage, ...]
    other_years: tuple[str, ...]
    before: str | None
    after: str | None


def look_at_date(engine: Engine, settings: Settings, date: str, now: int) -> EventPage:
    """The page of `date` (`1990-01-20`). Raises NotFound if there is no such day."""
    try:
        _, _, number = parts(date)
    except ValueError:
        number = None
    if number is None:
        raise NotFound(
            Message("There is no day %(day)s; a date is written as 1990-01-20.", day=date)
        )
    day, today = datetime.date.fromisoformat(date), settings.today_is()
    query = Word("", ("event",), (date, f"~{date}"))
    found = engine.search(Search(query, sort="newest", limit=MOST, now=now))
    speaking = (find_evidence(hit.article, date) for hit in found.hits)
    told = tell_apart((each for each in speaking if each), date)
    evidence = told.articles
    timeline = tuple(by_year(settings, evidence, day))
    ago = today.year - day.year
    before, after = engine.event_neighbours(date, now)
    counted = engine.events((date[5:],), frozenset(), now)
    named = next((each.named for each in counted if each.date == date), 0)
    return EventPage(
        date=date,
        years_ago=ago,
        round=settings.is_round(ago),
        recurring=any(each.recurring for each in evidence),
        total=found.total,
        named=named,
        articles=evidence,
        happenings=told.happenings if named else (),
        also=told.also if named else evidence,
        around=tuple(published_around(engine, day, now)),
        timeline=timeline,
        undated=tuple(each for each in evidence if not each.article.date),
        missed=tuple(missed(engine, settings, day, today, timeline, now)) if evidence else (),
        languages=tuple(by_language(evidence)),
        other_years=tuple(
            each.date for each in counted if each.date != date and each.date[0].isdigit()
        ),
        before=before,
        after=after,
    )


def by_year(
    settings: Settings, evidence: tuple[Evidence, ...], day: datetime.date
) -> Iterator[CoveredYear]:
    """`evidence` by year of publication, oldest first, without what is undated."""
    years: dict[int, list[Evidence]] = {}
    for each in evidence:
        if each.article.date:
            years.setdefault(int(each.article.date[:4]), []).append(each)
    for year, found in sorted(years.items()):
        near = [
            on
            for other in (year - 1, year, year + 1)
            if datetime.MINYEAR <= other <= datetime.MAXYEAR
            if (on := observed(f"{day:%m-%d}", other, settings.leap_day))
        ]
        yield CoveredYear(
            year=year,
            years=year - day.year,
            round=settings.is_round(year - day.year),
            articles=tuple(found),
            anniversary=tuple(
                each for each in found if any(is_near(each.article, on) for on in near)
            ),
        )


def is_near(article: Article, on: datetime.date) -> bool:
    """Whether an article was published within a week of `on`."""
    published = article.date or ""
    if len(published) < len("1990-01-20"):
        return False
    return abs(datetime.date.fromisoformat(published) - on) <= NEAR


def missed(
    engine: Engine,
    settings: Settings,
    day: datetime.date,
    today: datetime.date,
    timeline: tuple[CoveredYear, ...],
    now: int,
) -> Iterator[Missed]:
    """The round anniversaries of `day` up to `today` that no article marks, oldest first.

    Only in years of which the archive has articles.
    """
    marking = [each.article for year in timeline for each in year.anniversary]
    asked = Search(Every(), facets=(Facet("year"),), limit=0, now=now)
    for count in reversed(engine.search(asked).facets["year"]):
        if not count.value.isdigit():
            continue
        year = int(count.value)
        on = observed(f"{day:%m-%d}", year, settings.leap_day)
        if not on or on > today or not settings.is_round(year - day.year):
            continue
        if not any(is_near(article, on) for article in marking):
            yield Missed(year, year - day.year, on.isoformat())


def published_around(engine: Engine, day: datetime.date, now: int) -> Iterator[PublishedDay]:
    """What was published on the days around `day`, in order."""
    first = datetime.date.fromordinal(max(day.toordinal() - AROUND, 1))
    last = datetime.date.fromordinal(min(day.toordinal() + AROUND, datetime.date.max.toordinal()))
    query = Range("date", first.isoformat(), last.isoformat())
    asked = Search(query, sort="oldest", limit=MOST_AROUND, now=now)
    days: dict[str, list[Article]] = {}
    for hit in engine.search(asked).hits:
        days.setdefault(str(hit.article.date), []).append(hit.article)
    for published, articles in sorted(days.items()):
        away = (datetime.date.fromisoformat(published) - day).days
        yield PublishedDay(published, away, tuple(articles))


def by_language(evidence: tuple[Evidence, ...]) -> Iterator[InLanguage]:
    """`evidence` by language, the one with most first."""
    languages: dict[str, list[Evidence]] = {}
    for each in evidence:
        languages.setdefault(each.article.language or UNKNOWN_LANGUAGE, []).append(each)
    for language, found in sorted(languages.items(), key=lambda each: (-len(each[1]), each[0])):
        yield InLanguage(language, tuple(found))


def rows(page: EventPage) -> Iterator[dict[str, str]]:
    """What speaks of the date of `page` as rows of COLUMNS, oldest first.

    `event` is what the event is called of which an article speaks, empty if of none.
    """
    events = {one.article.id: each.title for each in page.happenings for one in each.articles}
    for each in sorted(page.articles, key=lambda found: found.article.date or "9999"):
        article = each.article
        values = (
            page.date,
            article.date or "",
            str(int(article.date[:4]) - int(page.date[:4])) if article.date else "",
            *(article.id, article.title, article.language, article.category, article.url),
            each.text,
            events.get(article.id, ""),
        )
        yield dict(zip(COLUMNS, values, strict=True))


def as_csv(page: EventPage) -> str:
    """The rows of `page` as CSV with a header (RFC 4180).

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    for row in rows(page):
        writer.writerow({name: harmless(value) for name, value in row.items()})
    return written.getvalue()


def harmless(value: str) -> str:
    """`value` as a spreadsheet shows it, never computes it; numbers stay."""
    if value[:1] in ("=", "+", "-", "@", "\t", "\r") and not value.lstrip("-").isdigit():
        return "'" + value
    return value
