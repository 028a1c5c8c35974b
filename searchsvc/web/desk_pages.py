"""What do editors see? The coming anniversaries, everything about one date, a list to send."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from searchsvc.article import Article, visible_at
from searchsvc.desk import Desk, Entry
from searchsvc.engine import Engine
from searchsvc.errors import BadValue
from searchsvc.events import as_csv as event_csv
from searchsvc.events import look_at_date
from searchsvc.evidence import Evidence
from searchsvc.message import Message
from searchsvc.settings import Settings
from searchsvc.web.asked import Plan, read_plan
from searchsvc.web.event import event_sheet, gives_title
from searchsvc.web.items import EMPTY, Item, plain_item
from searchsvc.web.links import event_path, list_path, site
from searchsvc.web.saying import dated, gettext, ngettext, pgettext, told
from searchsvc.web.tables import as_attachment, as_csv, marked
from searchsvc.web.this_day import Option, Sentence, all_categories
from searchsvc.web.words import (
    articles,
    category_words,
    counted,
    date_words,
    number_words,
    span_words,
)

MOST_LISTED = 500

SHOWN = 3
"""Articles that stand with an anniversary, each with its sentence if the title isn't that."""


@dataclass(frozen=True, slots=True)
class Coming:
    """An anniversary as the desk prints it; `width` is the length of its bar of coverage."""

    years: int
    unit: str
    when: str
    round: bool
    title: str
    language: str
    href: str
    why: str
    coverage: str
    width: str
    evidence: tuple[Sentence, ...]
    selection: str


@dataclass(frozen=True, slots=True)
class DeskSheet:
    """The coming anniversaries as their page prints them, and what its form holds."""

    title: str
    name: str
    lede: str
    first: str
    days: int
    least: int
    only_round: bool
    categories: tuple[Option, ...]
    coming: tuple[Coming, ...]
    calendar: str
    json: str
    selection: str
    indexed: bool


@dataclass(frozen=True, slots=True)
class ListSheet:
    """Chosen articles as their page prints them; `named` if somebody gave the list its title."""

    title: str
    named: bool
    lede: str
    items: tuple[Item, ...]
    table: str


def add_desk_pages(
    pages: Blueprint,
    engine: Engine,
    settings: Settings,
    render: Callable[..., str],
    keep: Callable[..., Response],
) -> None:
    """Give `pages` those for editors; `render` fills a template, `keep` sends a page."""

    @pages.get("/anniversaries")
    def anniversaries() -> ResponseReturnValue:
        asked, today = read_plan(request.args, settings), settings.today_is()

        def write() -> str:
            now = int(time.time())
            sheet = desk_sheet(asked.desk(engine, settings, now), asked, today,
                               all_categories(engine, now))  # fmt: skip
            return render("desk.html", sheet=sheet, timezone=settings.timezone)

        return keep(write, today.isoformat())

    @pages.get("/event/<day>")
    def event(day: str) -> ResponseReturnValue:
        def write() -> str:
            page = look_at_date(engine, settings, day, int(time.time()))
            return render("event.html", sheet=event_sheet(page))

        return keep(write, settings.today_is().isoformat())

    @pages.get("/event/<day>.csv")
    def event_table(day: str) -> ResponseReturnValue:
        page = look_at_date(engine, settings, day, int(time.time()))
        return as_attachment(marked(event_csv(page)), f"{day}.csv")

    @pages.get("/list")
    def selection() -> ResponseReturnValue:
        now = int(time.time())
        asked = ids_of(engine, request.args.getlist("ids"))
        title = request.args.get("title", "").strip()
        kind = request.args.get("format", "").strip() or "html"
        if kind not in ("html", "csv"):
            raise BadValue(Message("format=%(value)r is not html or csv.", value=kind))
        if kind == "csv":
            return as_attachment(as_csv(chosen(engine, asked, now), site(settings)))

        def write() -> str:
            return render("list.html", sheet=list_sheet(chosen(engine, asked, now), asked, title))

        return keep(write)


def desk_sheet(desk: Desk, asked: Plan, today: date, categories: tuple[str, ...]) -> DeskSheet:
    """The page of `desk`, which was `asked` for on the day `today`."""
    query = plan_query(asked, today)
    most = max((entry.coverage for entry in desk.entries), default=1)
    name = span_words(desk.first, desk.last)
    title = gettext("Anniversaries, %(days)s", days=name)
    every = dict.fromkeys(each for entry in desk.entries for each in shown_ids(entry.articles))
    return DeskSheet(
        title=title,
        name=name,
        lede=desk_lede(desk),
        first=desk.first,
        days=desk.days,
        least=desk.least,
        only_round=desk.only_round,
        categories=tuple(
            Option(each, category_words(each), each in desk.categories) for each in categories
        ),
        coming=tuple(coming(entry, most) for entry in desk.entries),
        calendar=f"/anniversaries.ics{query}",
        json=f"/api/v1/anniversaries{query}",
        selection=list_path(tuple(every)[:MOST_LISTED], title) if every else "",
        indexed=not query,
    )


def plan_query(asked: Plan, today: date) -> str:
    """The query of `asked` without defaults: a calendar that subscribes moves on with the days."""
    default = Plan(today)
    pairs = [("category", each) for each in sorted(asked.categories)]
    if asked.days != default.days:
        pairs.append(("days", str(asked.days)))
    if asked.first != today:
        pairs.append(("from", asked.first.isoformat()))
    if asked.least != default.least:
        pairs.append(("least", str(asked.least)))
    if asked.only_round:
        pairs.append(("round", "1"))
    return f"?{urlencode(pairs, errors='replace')}" if pairs else ""


def desk_lede(desk: Desk) -> str:
    """How much comes round, and in which order it stands."""
    count = len(desk.entries)
    within = ngettext(
        "on this day", "in these %(number)s days", desk.days, number=number_words(desk.days)
    )
    if not count:
        return gettext("Nothing that the archive speaks of comes round %(within)s.", within=within)
    said = counted(
        "%(number)s event comes round %(within)s.",
        "%(number)s events come round %(within)s, those most worth a piece first.",
        count,
        within=within,
    )
    if any(each.round for each in desk.entries):
        said += " " + gettext("A heavy line marks a round year.")
    return said


def coming(entry: Entry, most: int) -> Coming:
    """An entry of the desk; its bar is full where `most` articles speak of the event."""
    return Coming(
        years=entry.years,
        unit=ngettext("year", "years", entry.years),
        when=dated(entry.on, pgettext("CLDR pattern", "EEE d MMMM")),
        round=entry.round,
        title=entry.title,
        language=next(
            (each.article.language for each in entry.articles if gives_title(each, entry.title)), ""
        ),
        href=event_path(entry.date),
        why=" ".join(map(told, entry.why)),
        coverage=articles(entry.coverage),
        width=f"{max(entry.coverage / most * 100, 1):.1f}%",
        evidence=tuple(
            Sentence(EMPTY if each.text == entry.title else each.sentence, plain_item(each.article))
            for each in entry.articles[:SHOWN]
        ),
        selection=list_path(shown_ids(entry.articles), f"{date_words(entry.date)}: {entry.title}"),
    )


def shown_ids(found: Iterable[Evidence]) -> tuple[str, ...]:
    """The ids of the articles that evidence stands in."""
    return tuple(each.article.id for each in found)


def ids_of(engine: Engine, given: list[str]) -> tuple[str, ...]:
    """The ids that were given, one by one or with commas between them; an id may hold commas.

    Raises BadValue if there is none, or more than MOST_LISTED.
    """
    ids: dict[str, None] = {}
    for value in map(str.strip, given):
        whole = "," not in value or engine.get(value)
        ids |= dict.fromkeys([value] if whole else map(str.strip, value.split(",")))
        if len(ids) > MOST_LISTED + 1:
            break
    ids.pop("", None)
    if not ids:
        raise BadValue(Message("A list needs the ids of its articles, such as ids=a,b."))
    if len(ids) > MOST_LISTED:
        raise BadValue(Message("A list has at most %(most)s articles.", most=MOST_LISTED))
    return tuple(ids)


def chosen(engine: Engine, ids: tuple[str, ...], now: int) -> tuple[Article, ...]:
    """Those of the articles with these `ids` that readers may see at `now`, in order, each once."""
    found = (engine.get(each) for each in ids)
    visible = {each.id: each for each in found if each and visible_at(each) <= now}
    return tuple(visible.values())


def list_sheet(found: tuple[Article, ...], ids: tuple[str, ...], title: str) -> ListSheet:
    """The page of the articles `found` of those with these `ids`."""
    said = [counted("%(number)s article.", "%(number)s articles.", len(found))]
    if gone := len(ids) - len(found):
        said.append(
            counted(
                "%(number)s that was asked for can’t be shown.",
                "%(number)s that were asked for can’t be shown.",
                gone,
            )
        )
    return ListSheet(
        title or gettext("A list of articles"),
        bool(title),
        " ".join(said),
        tuple(map(plain_item, found)),
        f"{list_path(ids, title)}&format=csv",
    )
