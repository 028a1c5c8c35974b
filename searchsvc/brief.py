"""What does the mail of the morning say about one day?"""

import textwrap
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from markupsafe import Markup, escape

from searchsvc.anniversaries import DayPage, on_this_day
from searchsvc.article import Article
from searchsvc.calendars import ago
from searchsvc.desk import Desk, Entry, plan
from searchsvc.engine import Engine
from searchsvc.settings import Settings

AHEAD = 7
"""The days of which the round anniversaries are announced."""

MOST_ENTRIES, MOST_ARTICLES, MOST_PUBLISHED = 10, 3, 15

LINE = Markup("\n")
WIDTH = 76
"""Characters of a line of plain text: mail programs wrap longer ones."""

STYLE = (
    "body{max-width:38em;margin:2em auto;padding:0 1em;font:1rem/1.5 Georgia,serif;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.5rem}h2{font-size:1.15rem;border-top:1px solid #bbb;"
    "padding-top:.8em}h3{font-size:1rem;margin-bottom:0}p{margin:.3em 0}ul{margin:.3em 0;"
    "padding-left:1.2em}.small{color:#555;font-size:.875rem}mark{background:none;font-weight:bold}"
)


@dataclass(frozen=True, slots=True)
class Brief:
    """The brief for `day`: what comes round, the round ones ahead, what was published."""

    title: str
    day: date
    public_url: str
    entries: tuple[Entry, ...]
    ahead: tuple[Entry, ...]
    page: DayPage


def write_brief(engine: Engine, settings: Settings, day: date, now: int) -> Brief:
    """The brief for `day`, as visible at `now`."""
    today: Desk = plan(engine, settings, day, 1, now=now)
    coming: Desk = plan(engine, settings, day, AHEAD + 1, only_round=True, now=now)
    page = on_this_day(engine, settings, day.strftime("%m-%d"), day.year, (), now)
    return Brief(
        title=settings.title,
        day=day,
        public_url=settings.public_url.rstrip("/"),
        entries=today.entries[:MOST_ENTRIES],
        ahead=tuple(each for each in coming.entries if each.on != day.isoformat())[:MOST_ENTRIES],
        page=page,
    )


def as_text(brief: Brief) -> str:
    """The brief as plain text of short lines."""
    lines = [heading(brief), "=" * len(heading(brief)), ""]
    if not brief.entries:
        lines += ["The archive names no event of this day that stands out.", ""]
    for entry in brief.entries:
        lines += wrapped(f"{entry.date[:4]}, {ago(entry.years)}{mark(entry)}: {entry.title}")
        lines += wrapped(" ".join(entry.why), "  ")
        for each in entry.articles[:MOST_ARTICLES]:
            lines += wrapped(f"- {line(each.article)}", "  ")
            lines += wrapped(each.text, "    ")
            lines += [f"    {link(brief, each.article)}"] if brief.public_url else []
        lines.append("")
    if brief.ahead:
        lines += ["Round anniversaries of the coming week", "-" * 38, ""]
        for entry in brief.ahead:
            lines += wrapped(f"{day_words(entry.on)}: {entry.title} ({entry.date[:4]}, "
                             f"{ago(entry.years)})")  # fmt: skip
        lines.append("")
    if brief.page.published:
        lines += ["Published on this day", "-" * 21, ""]
        for article in published(brief):
            lines += wrapped(f"- {line(article)}")
    return "\n".join(lines).rstrip() + "\n"


def as_html(brief: Brief) -> str:
    """The brief as one page of HTML that needs nothing from elsewhere."""
    body = [Markup("<h1>{}</h1>").format(heading(brief))]
    if not brief.entries:
        body.append(Markup("<p>The archive names no event of this day that stands out.</p>"))
    for entry in brief.entries:
        body.append(
            Markup("<h2>{}</h2>\n<p class=small>{}, {}{}. {}</p>\n<ul>{}</ul>").format(
                *(entry.title, entry.date, ago(entry.years), mark(entry), " ".join(entry.why)),
                Markup("").join(
                    Markup("<li{}>{}<br>{}</li>\n").format(
                        tongue(each.article), linked(brief, each.article), each.sentence
                    )
                    for each in entry.articles[:MOST_ARTICLES]
                ),
            )
        )
    if brief.ahead:
        body.append(Markup("<h2>Round anniversaries of the coming week</h2>"))
        body += [
            Markup("<p>{}: {} <span class=small>({}, {})</span></p>").format(
                day_words(each.on), each.title, each.date[:4], ago(each.years)
            )
            for each in brief.ahead
        ]
    if brief.page.published:
        body.append(Markup("<h2>Published on this day</h2>"))
        items = (
            Markup("<li{}>{}</li>\n").format(tongue(each), linked(brief, each))
            for each in published(brief)
        )
        body.append(Markup("<ul>{}</ul>").format(Markup("").join(items)))
    return (
        '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(heading(brief))}</title>\n<style>{STYLE}</style>\n"
        f"<body>\n{LINE.join(body)}\n</body>\n</html>\n"
    )


def tongue(article: Article) -> Markup:
    """The attribute that says in which language an article is, if not in the brief's own."""
    if article.language in ("", "en"):
        return Markup("")
    return Markup(' lang="{}" dir="auto"').format(article.language)


def heading(brief: Brief) -> str:
    """What the brief is, and of which day."""
    return f"{brief.title}: {day_words(brief.day.isoformat())} {brief.day.year}"


def day_words(value: str) -> str:
    """An ISO day as `20 January`."""
    day = date.fromisoformat(value)
    return f"{day.day} {day:%B}"


def mark(entry: Entry) -> str:
    """What stands behind the years of a round anniversary."""
    return ", round" if entry.round else ""


def published(brief: Brief) -> list[Article]:
    """What was published on the day, newest first, so many that a mail holds them."""
    found = [article for year in brief.page.published for article in year.articles]
    return found[:MOST_PUBLISHED]


def line(article: Article) -> str:
    """An article on one line of text."""
    return f"{article.date or 'undated'}  {article.title}"


def link(brief: Brief, article: Article) -> str:
    """Where an article is read."""
    return f"{brief.public_url}/article/{quote(article.id, safe='')}"


def linked(brief: Brief, article: Article) -> Markup:
    """An article as HTML, linked where there is a public address."""
    dated = Markup(" <span class=small>{}</span>").format(article.date or "undated")
    if not brief.public_url:
        return escape(article.title) + dated
    return Markup('<a href="{}">{}</a>').format(link(brief, article), article.title) + dated


def wrapped(written: str, indent: str = "") -> list[str]:
    """`written` in lines that mail programs leave alone."""
    return textwrap.wrap(
        written,
        WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
