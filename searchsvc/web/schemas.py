"""Which shape has everything that the JSON API says? JSON Schemas, by name."""

from searchsvc.objects import FACETS
from searchsvc.web.shapes import (
    DATE,
    DAY,
    MONTH_DAY,
    Schema,
    described,
    flag,
    listed,
    optional,
    record,
    reference,
    text,
    whole,
)

HTML = "HTML: everything is escaped, the only markup is <mark>."
A_DATE = "An ISO date cut to its precision: 1990-01-20, 1990-01 or 1990."

ID = text("The address of the article in this archive; any characters.")
DATED = optional(text(f"{A_DATE} null if unknown.", pattern=DATE))
LANGUAGE = optional(text("ISO 639-1 code; null if unknown."))
CATEGORY = optional(text("null if there is none; as a parameter this is `uncategorised`."))
YEARS_AGO = whole("Years before the reference year; may be 0.")
YEARS = {"type": "integer", "description": "Years since the date; negative before it."}
ROUND = flag("Whether this is a round anniversary.")
RECURRING = flag("Whether it is marked every year.")
EVIDENCE = listed(reference("Evidence"))
ALSO = listed(text(), "The ids of those that speak of none of the happenings.")
HAPPENINGS = listed(
    record(
        {
            "title": text("Plain text: a headline or a sentence of an article."),
            "worth": {"type": "number"},
            "articles": listed(text(), "Their ids, the best evidence first."),
        }
    ),
    "The events of the date, those worth most first.",
)

HIT: Schema = {
    "id": ID,
    "title": text(),
    "url": optional(text("Where the article stands on its own site; null if unknown.")),
    "category": CATEGORY,
    "date": DATED,
    "language": LANGUAGE,
    "authors": listed(text()),
    "excerpt": flag("Whether the archive holds only a teaser of the text."),
    "snippet": text(HTML),
    "score": {"type": "number", "description": "0 where no word was looked for."},
}

SCHEMAS: dict[str, Schema] = {
    "Search": record(
        {
            "query": record(
                {
                    "text": text("The query as it was sent."),
                    "read_as": text("The query as it was understood, in the query language."),
                    "notes": listed(
                        record({"code": text(), "text": text()}),
                        "What was left out or read otherwise.",
                    ),
                    "match": text(
                        "Whether the hits hold all the words, or most because none holds all.",
                        enum=["all", "most"],
                    ),
                }
            ),
            "total": whole("How many articles were found, exactly."),
            "page": whole("", 1),
            "pages": whole(),
            "per_page": whole("", 1),
            "took_ms": {"type": "number", "minimum": 0},
            "suggestion": optional(text("A query that finds more; null if there is none.")),
            "hits": listed(reference("Hit")),
            "more": optional(
                record(
                    {"total": whole(), "hits": listed(reference("PartialHit"))},
                    "Articles that hold most of the words, where few hold all; else null.",
                )
            ),
            "facets": record(
                {name: listed(reference("Choice")) for name in FACETS},
                "Each is counted under all filters but its own.",
            ),
            "histogram": listed(
                record(
                    {
                        "start": text("First day.", pattern=DAY),
                        "end": text("Last day.", pattern=DAY),
                        "count": whole(),
                    }
                ),
                "Hits by time under all filters but year, month and day; without gaps.",
            ),
        }
    ),
    "Hit": record(HIT),
    "PartialHit": record(HIT | {"missing": listed(text(), "The words that it does not hold.")}),
    "Choice": record(
        {
            "value": text("May be `undated`, `uncategorised` or `unknown`."),
            "count": whole("How many articles choosing it shows."),
            "selected": flag(),
        }
    ),
    "Article": record(
        {
            "id": ID,
            "title": text(),
            "body": text(),
            "category": CATEGORY,
            "date": DATED,
            "language": LANGUAGE,
            "url": HIT["url"],
            "source": optional(text("Where it was read from.")),
            "authors": listed(text()),
            "tags": listed(text()),
            "updated": optional(text("When it last changed: a date or an ISO timestamp.")),
            "excerpt": HIT["excerpt"],
            "status": text(enum=["normal", "corrected"]),
            "note": optional(text("What was corrected.")),
            "visible_from": optional(
                {"type": "integer", "description": "End of an embargo, seconds since 1970."}
            ),
            "image": optional(record({"url": optional(text()), "caption": optional(text())})),
            "translation_of": optional(text("A key that the piece shares in all languages.")),
            "aliases": listed(text(), "Former ids, which redirect here."),
            "implied_date": optional(text("A date that the text implies.", pattern=DATE)),
            "mentions": listed(reference("Mention")),
            "related": listed(reference("Hit")),
            "translations": listed(reference("Hit")),
        }
    ),
    "Mention": record(
        {
            "field": text("Where it stands.", enum=["title", "body"]),
            "start": whole("In code points of the field."),
            "end": whole("Exclusive."),
            "value": text("An ISO date, or XXXX-01-20 for a day of every year."),
            "precision": text(enum=["day", "month", "year"]),
            "year_source": text("How the year was found."),
            "sentence": text(f"The sentence that holds it, as {HTML}"),
        },
        "A date that the text speaks of.",
    ),
    "Day": record(
        {
            "day": text(pattern=MONTH_DAY),
            "year": whole("The reference year.", 1),
            "events": listed(
                record(
                    {
                        "date": text("XXXX-01-20 if it is only named for every year."),
                        "years_ago": YEARS_AGO,
                        "round": ROUND,
                        "recurring": RECURRING,
                        "total": whole("How many articles speak of it, exactly."),
                        "articles": described(EVIDENCE, "Those of its greatest event first."),
                        "happenings": HAPPENINGS,
                        "also": ALSO,
                    }
                ),
                "What happened on the day, newest first.",
            ),
            "published": listed(
                record(
                    {
                        "year": whole("", 1),
                        "years_ago": YEARS_AGO,
                        "round": ROUND,
                        "total": whole(
                            "How many articles, exactly; of very many only the first are listed."
                        ),
                        "articles": EVIDENCE,
                    }
                ),
                "What was published on the day, newest first.",
            ),
            "nearest": record(
                {
                    "before": optional(text(pattern=MONTH_DAY)),
                    "after": optional(text(pattern=MONTH_DAY)),
                },
                "The nearest days that have something.",
            ),
        }
    ),
    "Event": record(
        {
            "date": text(pattern=DAY),
            "years_ago": YEARS,
            "round": ROUND,
            "recurring": RECURRING,
            "total": whole("How many articles speak of the date, exactly."),
            "articles": described(
                EVIDENCE, "Those that speak of it, those of its greatest event first."
            ),
            "happenings": HAPPENINGS,
            "also": ALSO,
            "around": listed(
                record(
                    {
                        "date": text(pattern=DAY),
                        "days": {"type": "integer", "description": "Days since the date."},
                        "articles": EVIDENCE,
                    }
                ),
                "What was published on the days around it.",
            ),
            "timeline": listed(
                record(
                    {
                        "year": whole("", 1),
                        "years": YEARS,
                        "round": ROUND,
                        "count": whole("How many articles of that year speak of it.", 1),
                        "on_anniversary": whole("How many within a week of the day itself."),
                        "articles": EVIDENCE,
                    }
                ),
                "By year of publication, oldest first.",
            ),
            "undated": EVIDENCE,
            "missed": listed(
                record({"year": whole("", 1), "years": YEARS, "on": text(pattern=DAY)}),
                "Round anniversaries that no article marks.",
            ),
            "languages": listed(
                record({"language": text("May be `unknown`."), "articles": EVIDENCE})
            ),
            "other_years": listed(text(pattern=DAY), "Other dates of the same calendar day."),
        },
        "Everything about one date, then and in the years since.",
    ),
    "Anniversaries": record(
        {
            "from": text("The first day.", pattern=DAY),
            "to": text("The last day.", pattern=DAY),
            "days": whole("", 1),
            "events": listed(
                record(
                    {
                        "date": text("When it happened.", pattern=DAY),
                        "on": text("The day on which it comes round.", pattern=DAY),
                        "years": whole("", 1),
                        "round": ROUND,
                        "recurring": RECURRING,
                        "title": text("Plain text: a headline or a sentence of an article."),
                        "why": listed(text(), "Why it is listed, in sentences."),
                        "worth": {"type": "number", "description": "What they are ranked by."},
                        "coverage": whole("How many articles speak of it.", 1),
                        "articles": described(EVIDENCE, "The best of them."),
                    }
                ),
                "Those worth most first.",
            ),
        }
    ),
    "Suggestions": record(
        {
            "q": text("What was typed, as it was sent."),
            "suggestions": listed(
                record(
                    {
                        "text": text("A query, a category, or the title of an article."),
                        "kind": text(enum=["article", "category", "term"]),
                        "count": whole("How many articles choosing it shows.", 1),
                        "url": text("The page that it leads to.", format="uri"),
                    }
                ),
                "Queries first, then categories, then articles.",
            ),
        }
    ),
    "Evidence": record(
        {
            "id": ID,
            "title": text(),
            "date": DATED,
            "language": LANGUAGE,
            "sentence": optional(text(f"The sentence that speaks of the day. {HTML}")),
        }
    ),
    "Problem": record(
        {
            "type": text(format="uri-reference"),
            "title": text(),
            "status": whole("", 400),
            "detail": text("What went wrong, in a sentence."),
            "instance": text("The path that was asked.", format="uri-reference"),
        },
        "RFC 9457.",
    ),
}
