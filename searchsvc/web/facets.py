"""By what can the hits be narrowed? The facets of a page as groups of checkboxes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from searchsvc.article import UNDATED
from searchsvc.search import Choice, Page
from searchsvc.web.links import search_pattern
from searchsvc.web.saying import capital, gettext, ngettext
from searchsvc.web.words import date_words, decade_words, month_words, value_words

SHOWN = 8
"""Values of a facet that are seen at once; the others, unless chosen, stand behind `more`."""

LEAST_MORE = 3
"""So few are not worth a fold."""

MOST_YEARS = 36
"""In an archive of more years, those of a decade are listed once it is chosen."""

MOST_MORE = 24
"""More than so many are not folded away but listed, to choose one of them at a time."""


class Box(NamedTuple):
    """A checkbox: the parameter that it sets, its label, and how many articles it shows.

    `inside` are the boxes of the months of a year, or of the days of a month; `whose` names them.
    """

    name: str
    value: str
    label: str
    total: int
    checked: bool
    inside: tuple["Box", ...] = ()
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: the boxes that are seen at once, and those behind `more`.

    `listed` says that these are too many for a fold, and stand in a list by their value.
    """

    label: str
    boxes: tuple[Box, ...]
    more: tuple[Box, ...] = ()
    more_label: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years of publication, unfolded where something is chosen in them.

    `href` leads to these years alone where their `years` are not listed.
    """

    label: str
    count: int
    open: bool
    years: tuple[Box, ...]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Facets:
    """All that narrows a search: groups, decades, and the bounds as they are set.

    `other_years` are those of the decades that are not listed, to choose one of them at a time;
    `kept` are the parameters that the form hands on unseen.
    """

    category: Group | None
    decades: tuple[Decade, ...]
    other_years: tuple[Box, ...]
    other_years_label: str
    undated: Box | None
    language: Group | None
    spoken_of: Group | None
    start: str
    end: str
    kept: tuple[tuple[str, str], ...]
    summary: str


def narrowing(page: Page) -> Facets:
    """The facets of `page`."""
    years = page.facets["year"]
    undated = tuple(box("year", choice) for choice in years if choice.value == UNDATED)
    request = page.request
    kept = [(name, value) for name in ("tag", "author") for value in getattr(request, name)]
    kept += [("about", value) for value in request.about if len(value) != 4]
    if request.sort != "relevance":
        kept.append(("sort", request.sort))
    if request.per_page != type(request)().per_page:
        kept.append(("per_page", str(request.per_page)))
    shown = tuple(decades(page))
    listed = {year.value for decade in shown for year in decade.years}
    others = tuple(
        box("year", choice)
        for choice in sorted(years, key=lambda year: year.value, reverse=True)
        if choice.value not in (UNDATED, *listed)
    )
    return Facets(
        category=group("category", gettext("Category"), page.facets["category"]),
        decades=shown,
        other_years=others,
        other_years_label=more_words("year", len(others)),
        undated=undated[0] if undated else None,
        language=group("language", gettext("Language"), page.facets["language"]),
        spoken_of=group("about", gettext("Speaks of the year"), page.facets["event_year"]),
        start=request.start,
        end=request.end,
        kept=tuple(kept),
        summary=ngettext("Narrow %(count)s article", "Narrow %(count)s articles", page.total)
        if page.total
        else gettext("Change the filters"),
    )


def box(name: str, choice: Choice, inside: tuple[Box, ...] = (), whose: str = "") -> Box:
    """The checkbox of one value."""
    return Box(
        name,
        choice.value,
        value_words(name, choice.value),
        choice.count,
        choice.selected,
        inside,
        whose,
    )


def group(name: str, label: str, choices: Iterable[Choice]) -> Group | None:
    """A facet with its first values in sight; None if it has none."""
    boxes = tuple(box(name, choice) for choice in choices)
    if not boxes:
        return None
    fold = SHOWN if len(boxes) >= SHOWN + LEAST_MORE else len(boxes)
    seen = boxes[:fold] + tuple(each for each in boxes[fold:] if each.checked)
    more = tuple(each for each in boxes[fold:] if not each.checked)
    listed = len(more) > MOST_MORE
    if listed:
        more = tuple(sorted(more, key=lambda each: each.label, reverse=name == "about"))
    return Group(label, seen, more, more_words(name, len(more)), listed)


def more_words(name: str, count: int) -> str:
    """How many values of a facet stand behind its fold."""
    match name:
        case "category":
            return ngettext("%(count)s more category", "%(count)s more categories", count)
        case "language":
            return ngettext("%(count)s more language", "%(count)s more languages", count)
        case _:
            return ngettext("%(count)s more year", "%(count)s more years", count)


def decades(page: Page) -> Iterable[Decade]:
    """The years of publication by decade, newest first, each with its months and days."""
    found: dict[str, list[Choice]] = {}
    for choice in page.facets["year"]:
        if choice.value != UNDATED:
            found.setdefault(f"{choice.value[:3]}0", []).append(choice)
    request = page.request
    bounded = request.start or request.end
    brief = not bounded and sum(map(len, found.values())) > MOST_YEARS
    within = search_pattern(replace(request, year=(), month=(), day=(), page=1), "from", "to")
    for decade, years in sorted(found.items(), reverse=True):
        unfolded = len(found) == 1 or any(year.selected for year in years)
        label, count = decade_words(decade), sum(year.count for year in years)
        if unfolded or not brief:
            newest_first = sorted(years, key=lambda year: year.value, reverse=True)
            boxes = tuple(year_box(page, year) for year in newest_first)
            yield Decade(label, count, unfolded, boxes)
        else:
            yield Decade(label, count, False, (), within % (decade, f"{decade[:3]}9"))


def year_box(page: Page, year: Choice) -> Box:
    """The checkbox of a year, with the boxes of its months if it is chosen."""
    months = tuple(months_of(page, year.value))
    whose = gettext("Months of %(year)s", year=year.value) if months else ""
    return box("year", year, months, whose)


def months_of(page: Page, year: str) -> Iterable[Box]:
    """The months of a chosen year."""
    within = [choice for choice in page.facets["month"] if choice.value.startswith(year)]
    for choice in sorted(within, key=lambda choice: choice.value):
        days = tuple(
            Box("day", day.value, str(int(day.value[8:])), day.count, day.selected)
            for day in sorted(page.facets["day"], key=lambda day: day.value)
            if day.value.startswith(choice.value)
        )
        yield Box(
            "month",
            choice.value,
            month_words(int(choice.value[5:])),
            choice.count,
            choice.selected,
            days,
            gettext("Days of %(month)s", month=capital(date_words(choice.value))),
        )
