"""How do days, dates and anniversaries look as JSON? Objects of the JSON API and of `--json`.

Every key is always there; sentences are HTML with `<mark>` only.
"""

from markupsafe import Markup

from searchsvc.anniversaries import DayPage
from searchsvc.article import Article
from searchsvc.desk import Desk
from searchsvc.events import EventPage
from searchsvc.evidence import Evidence
from searchsvc.happenings import Happening
from searchsvc.objects import Object


def day_object(page: DayPage) -> Object:
    """One calendar day over all years; `nearest` are the nearest days that have something."""
    return {
        "day": page.day,
        "year": page.year,
        "events": [
            {
                "date": event.date,
                "years_ago": event.years_ago,
                "round": event.round,
                "recurring": event.recurring,
                "total": event.total,
                "articles": [
                    evidence_object(each.article, each.sentence) for each in event.articles
                ],
                "happenings": happening_objects(event.happenings),
                "also": ids_of(event.also),
            }
            for event in page.events
        ],
        "published": [
            {
                "year": published.year,
                "years_ago": published.years_ago,
                "round": published.round,
                "total": published.total,
                "articles": [evidence_object(article, None) for article in published.articles],
            }
            for published in page.published
        ],
        "nearest": {"before": page.before, "after": page.after},
    }


def evidence_object(article: Article, found: Markup | None) -> Object:
    """An article of a day, with the sentence (HTML) that speaks of it, None where none has to."""
    return {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "language": article.language or None,
        "sentence": None if found is None else str(found),
    }


def found_object(each: Evidence) -> Object:
    """An article that speaks of a day."""
    return evidence_object(each.article, each.sentence)


def happening_objects(happenings: tuple[Happening, ...]) -> list[Object]:
    """The events of a date, the greatest first, each with the ids of its articles."""
    return [
        {"title": each.title, "worth": each.worth, "articles": ids_of(each.articles)}
        for each in happenings
    ]


def ids_of(found: tuple[Evidence, ...]) -> list[str]:
    """The ids of the articles that evidence stands in."""
    return [each.article.id for each in found]


def desk_object(desk: Desk) -> Object:
    """The anniversaries of the coming days, those worth most first."""
    return {
        "from": desk.first,
        "to": desk.last,
        "days": desk.days,
        "events": [
            {
                "date": entry.date,
                "on": entry.on,
                "years": entry.years,
                "round": entry.round,
                "recurring": entry.recurring,
                "title": entry.title,
                "why": list(entry.why),
                "worth": entry.worth,
                "coverage": entry.coverage,
                "articles": [found_object(each) for each in entry.articles],
            }
            for entry in desk.entries
        ],
    }


def event_object(page: EventPage) -> Object:
    """Everything about one date; sentences are HTML with `<mark>` only."""
    return {
        "date": page.date,
        "years_ago": page.years_ago,
        "round": page.round,
        "recurring": page.recurring,
        "total": page.total,
        "articles": [found_object(each) for each in page.articles],
        "happenings": happening_objects(page.happenings),
        "also": ids_of(page.also),
        "around": [
            {
                "date": each.date,
                "days": each.days,
                "articles": [evidence_object(article, None) for article in each.articles],
            }
            for each in page.around
        ],
        "timeline": [
            {
                "year": each.year,
                "years": each.years,
                "round": each.round,
                "count": len(each.articles),
                "on_anniversary": len(each.anniversary),
                "articles": [found_object(found) for found in each.articles],
            }
            for each in page.timeline
        ],
        "undated": [found_object(each) for each in page.undated],
        "missed": [{"year": each.year, "years": each.years, "on": each.on} for each in page.missed],
        "languages": [
            {"language": each.language, "articles": [found_object(one) for one in each.articles]}
            for each in page.languages
        ],
        "other_years": list(page.other_years),
    }
