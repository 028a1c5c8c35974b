"""How is the JSON API described to programs? As an OpenAPI 3.1 document."""

from searchsvc import __version__
from searchsvc.desk import MOST_DAYS
from searchsvc.parse import LONGEST
from searchsvc.request import MOST_PER_PAGE, SORTS
from searchsvc.web.asked import DAYS, MOST_ARTICLES
from searchsvc.web.schemas import SCHEMAS
from searchsvc.web.shapes import (
    DATE,
    DAY,
    MONTH,
    MONTH_DAY,
    PERIOD,
    Schema,
    flag,
    listed,
    reference,
    text,
    whole,
)

NO_DATE = f"(?:{DATE})|^$"


def document(title: str, server: str) -> dict[str, object]:
    """The description of the API at the address `server`, of the archive called `title`."""
    return {
        "openapi": "3.1.1",
        "info": {
            "title": f"{title}: search",
            "version": __version__,
            "description": "Search, articles and the calendar. Unknown parameters are ignored; "
            "repeated values of one parameter are alternatives, different parameters narrow.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": server}],
        "paths": PATHS,
        "components": {"schemas": SCHEMAS, "responses": PROBLEMS},
    }


def query(name: str, schema: Schema, description: str) -> Schema:
    """A parameter of a query string."""
    return {"name": name, "in": "query", "schema": schema, "description": description}


def path(name: str, schema: Schema, description: str) -> Schema:
    """A parameter of a path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": schema,
        "description": description,
    }


def get(
    name: str, summary: str, parameters: list[Schema], answer: Schema, *problems: str
) -> Schema:
    """A path that is read: what it takes, what it answers, and which problems there may be."""
    responses: Schema = {
        "200": {"description": summary, "content": {"application/json": {"schema": answer}}},
        "304": {"description": "Nothing changed since the answer with this ETag."},
    }
    for each in (*problems, "503"):
        responses[each] = {"$ref": f"#/components/responses/{each}"}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


def failure(description: str) -> Schema:
    """An answer that is a problem."""
    content = {"application/problem+json": {"schema": reference("Problem")}}
    return {"description": description, "content": content}


PROBLEMS: dict[str, Schema] = {
    "301": {
        "description": "The article has another id now.",
        "headers": {"Location": {"schema": text(format="uri-reference")}},
    },
    "400": failure("A value can't be read; `detail` names it."),
    "404": failure("There is no such article, day, date or page of results."),
    "410": failure("The article was withdrawn; `detail` says why."),
    "503": failure("There is no index that can answer."),
}

CATEGORIES = query(
    "category", listed(text()), "Only in these categories; `uncategorised` for none."
)

PATHS: dict[str, Schema] = {
    "/search": get(
        "search",
        "Articles that match a query, with facets and a histogram.",
        [
            query(
                "q",
                text(maxLength=LONGEST),
                "The query; without one, all articles match, newest first.",
            ),
            CATEGORIES,
            query("tag", listed(text()), "Only with one of these tags."),
            query("author", listed(text()), "Only by one of these authors."),
            query("language", listed(text()), "Only in these languages; `unknown` for none."),
            query("year", listed(text(pattern=PERIOD)), "Published in these years, or `undated`."),
            query("month", listed(text(pattern=MONTH)), "Published in these months."),
            query("day", listed(text(pattern=DAY)), "Published on these days."),
            query("from", text(pattern=NO_DATE), "Published on or after this date."),
            query("to", text(pattern=NO_DATE), "Published on or before this date."),
            query("about", listed(text(pattern=DATE)), "The text speaks of one of these dates."),
            query("sort", text(enum=list(SORTS), default="relevance"), "The order of the hits."),
            query("page", whole("", 1) | {"default": 1}, "Past the last one is 404."),
            query(
                "per_page", whole("", 1) | {"maximum": MOST_PER_PAGE, "default": 20}, "Hits a page."
            ),
        ],
        reference("Search"),
        *("400", "404"),
    ),
    "/articles/{article_id}": get(
        "article",
        "One article, with related ones and translations.",
        [path("article_id", text(minLength=1), "The id; a former one redirects.")],
        reference("Article"),
        *("301", "404", "410"),
    ),
    "/on-this-day/{day}": get(
        "onThisDay",
        "What happened, and what was published, on a calendar day.",
        [
            path("day", text(pattern=MONTH_DAY), "Month and day, such as 01-20."),
            query(
                "year",
                whole("", 1) | {"maximum": 9999},
                "The reference year, by default the present one; later years are left out.",
            ),
            CATEGORIES,
        ],
        reference("Day"),
        *("400", "404"),
    ),
    "/events/{date}": get(
        "event",
        "Everything about one date: then, and in all the years since.",
        [path("date", text(pattern=DAY), "A day with its year, such as 1990-01-20.")],
        reference("Event"),
        "404",
    ),
    "/anniversaries": get(
        "anniversaries",
        "What comes round in the coming days, what is worth most first.",
        [
            query("from", text(pattern=f"(?:{DAY})|^$"), "The first day, by default today."),
            query(
                "days",
                whole("", 1) | {"maximum": MOST_DAYS, "default": DAYS},
                "How many days.",
            ),
            query("round", flag() | {"default": False}, "Only round anniversaries; 1 or true."),
            CATEGORIES,
            query(
                "least",
                whole("", 1) | {"maximum": MOST_ARTICLES, "default": 1},
                "Only what so many articles speak of.",
            ),
        ],
        reference("Anniversaries"),
        "400",
    ),
    "/suggest": get(
        "suggest",
        "What may be meant by what was typed so far.",
        [query("q", text(), "What was typed; its last word may be unfinished.")],
        reference("Suggestions"),
    ),
    "/openapi.json": get(
        "openapi", "This document.", [], {"type": "object", "required": ["openapi", "paths"]}
    ),
}
