"""By what can the hits be narrowed? The facets of a page as groups of checkboxes."""

from collections.abc import Iterable
from dataclasses import dataclass

from searchsvc.article import UNDATED
from searchsvc.search import Choice, Page
from searchsvc.web.words import MONTHS, value_words

SHOWN = 8
"""Values of a facet that are seen at once; the others, unless chosen, stand behind `more`."""

LEAST_MORE = 3
"""So few are not worth a fold."""


@dataclass(frozen=True, slots=True)
class Box:
    """A checkbox: the parameter that it sets, its label, and how many articles it shows.

    `inside` are the boxes of the months of a year, or of the days of a month; `whose` names them.
    """

    name: str
    value: str
    label: str
    count: int
    checked: bool
    inside: tuple["Box", ...] = ()
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A facet: the boxes that are seen at once, and those behind `more`."""

    label: str
    boxes: tuple[Box, ...]
    more: tuple[Box, ...] = ()
    more_label: str = ""


@dataclass(frozen=True, slots=True)
class Decade:
    """Ten years of publication, unfolded where something is chosen in them."""

    label: str
    count: int
    open: bool
    years: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """All that narrows a search: groups, decades, and the bounds as they are set.

    `kept` are the parameters that the form hands on unseen.
    """

    category: Group | None
    decades: tuple[Decade, ...]
    undated: Box | None
    language: Group | None
    spoken_of: Group | None
    start: str
    end: str
    kept: tuple[tuple[str, str], ...]


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
    return Facets(
        category=group("category", "Category", "categories", page.facets["category"]),
        decades=tuple(decades(page)),
        undated=undated[0] if undated else None,
        language=group("language", "Language", "languages", page.facets["language"]),
        spoken_of=group("about", "Speaks of the year", "years", page.facets["event_year"]),
        start=request.start,
        end=request.end,
        kept=tuple(kept),
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


def group(name: str, label: str, several: str, choices: Iterable[Choice]) -> Group | None:
    """A facet with its first values in sight; None if it has none."""
    boxes = tuple(box(name, choice) for choice in choices)
    if not boxes:
        return None
    fold = SHOWN if len(boxes) >= SHOWN + LEAST_MORE else len(boxes)
    seen = tuple(each for at, each in enumerate(boxes) if at < fold or each.checked)
    more = tuple(each for each in boxes if each not in seen)
    return Group(label, seen, more, f"{len(more):,} more {several}")


def decades(page: Page) -> Iterable[Decade]:
    """The years of publication by decade, newest first, each with its months and days."""
    found: dict[str, list[Box]] = {}
    for choice in page.facets["year"]:
        if choice.value != UNDATED:
            months = tuple(months_of(page, choice.value))
            year = box("year", choice, months, f"Months of {choice.value}")
            found.setdefault(f"{choice.value[:3]}0s", []).append(year)
    for label, years in sorted(found.items(), reverse=True):
        unfolded = len(found) == 1 or any(holds_chosen(year) for year in years)
        newest_first = tuple(sorted(years, key=lambda year: year.value, reverse=True))
        yield Decade(label, sum(year.count for year in years), unfolded, newest_first)


def months_of(page: Page, year: str) -> Iterable[Box]:
    """The months of a chosen year."""
    for choice in sorted(page.facets["month"], key=lambda choice: choice.value):
        if choice.value.startswith(year):
            days = tuple(
                Box("day", day.value, str(int(day.value[8:])), day.count, day.selected)
                for day in sorted(page.facets["day"], key=lambda day: day.value)
                if day.value.startswith(choice.value)
            )
            label = MONTHS[int(choice.value[5:]) - 1]
            yield Box(
                "month",
                choice.value,
                label,
                choice.count,
                choice.selected,
                days,
                f"Days of {label} {year}",
            )


def holds_chosen(year: Box) -> bool:
    """Whether a year, one of its months or one of its days is chosen."""
    return year.checked or any(holds_chosen(each) for each in year.inside)
