"""Which of the short lines above a date line are headline and category, which are navigation?"""

from typing import NamedTuple

from searchsvc.article import normalise_title
from searchsvc.importers import lines
from searchsvc.importers.lines import Line


class Header(NamedTuple):
    """What the lines above a date line say.

    `skipped` lines at their start belong to the text before or to the navigation; `used` lines
    below the date line belong to the heading. `repeated` is true where the headline stands twice.
    """

    title: str
    category: str = ""
    standfirst: str = ""
    repeated: bool = False
    skipped: int = 0
    used: int = 0


def repeated(first: str, second: str) -> bool:
    """Whether two lines are the same headline, one of them perhaps cut short."""
    one, two = sorted((normalise_title(first), normalise_title(second)), key=len)
    cut = first.endswith(("…", "...")) or second.endswith(("…", "..."))
    return bool(one) and (one == two or (cut and len(one) > 20 and two.startswith(one)))


def choose(run: list[Line], first: bool, labels: frozenset[str]) -> Header:
    """The likeliest reading of `run`, the short lines above a date line.

    `first` tells that the list begins here, where a section heading is expected; `labels` are the
    page's categories in lower case.
    """
    best, found = -100.0, Header("")
    for skipped in range(len(run)):
        worth, header = interpret(run[skipped:], labels)
        worth += before(run, skipped, first, labels)
        if first and not skipped and not header.repeated and not is_known(header.category, labels):
            unsure = header.category and all(lines.is_label(line.text) for line in run)
            if unsure or header.category == run[0].text:  # a section heading is likelier
                worth -= 3
        if worth > best:
            best, found = worth, header._replace(skipped=skipped)
    return found


def before(run: list[Line], skipped: int, first: bool, labels: frozenset[str]) -> float:
    """How well `run` is cut after `skipped` lines: by blank lines, and by what is left out."""
    worth = 2.0 if run[skipped].gap else 0.0
    worth -= 1.5 * sum(line.gap for line in run[skipped + 1 :])
    if not skipped:
        return worth
    last = run[skipped - 1].text
    if lines.is_navigation(last):
        return worth + 3 + 2 * first
    if lines.is_section(last) or last.casefold() in labels:
        return worth - 3
    if lines.script(last) != lines.script(run[skipped].text):
        worth += 2
    if not lines.is_label(last):
        worth -= 1 if run[skipped].gap else 2
    return worth + (2 if first else -1)


def interpret(part: list[Line], labels: frozenset[str]) -> tuple[float, Header]:
    """What `part` says if all of it is the heading, and how likely it is (higher is likelier)."""
    texts = [line.text for line in part]
    match texts:
        case [title]:
            return (-1.0 if lines.is_label(title) else 1.0), Header(title)
        case [first, second] if repeated(first, second):
            return 6.0, Header(longer(first, second), repeated=True)
        case [first, second]:
            return pair(first, second, labels)
        case [first, second, third]:
            if repeated(first, third):
                category, standfirst = (second, "") if short(second) else ("", second)
                worth = 10.0 if category else 6.0
                return worth, Header(longer(first, third), category, standfirst, True)
            if repeated(first, second) and short(third):
                return 8.0, Header(longer(first, second), third, repeated=True)
            if repeated(second, third) and short(first) and not lines.is_navigation(first):
                worth = 8.0 if is_known(first, labels) else 2.5
                return worth, Header(longer(second, third), first, repeated=True)
            return standfirst_of(first, second, third, labels)
        case _:
            return -6.0, Header(texts[0], standfirst="\n".join(texts[1:]))


def pair(first: str, second: str, labels: frozenset[str]) -> tuple[float, Header]:
    """Two lines as category and headline in either order."""
    if lines.is_navigation(first) or lines.is_navigation(second):
        return -3.0, Header(first, second)
    if not lines.is_label(first) and not lines.is_label(second):
        known = [text for text in (first, second) if is_known(text, labels)]
        if not known:
            if second[0].islower():
                return 1.5, Header(f"{first} {second}")
            return -1.0, Header(first, standfirst=second)
    (category, title), sure = assign(first, second, labels)
    worth = 3.0 if not (lines.is_label(title) and not sure) else 2.0
    return worth + (2 if is_known(category, labels) else 0), Header(title, category)


def assign(first: str, second: str, labels: frozenset[str]) -> tuple[tuple[str, str], bool]:
    """Category and headline among two lines, and whether the words themselves tell."""
    one, two = is_known(first, labels), is_known(second, labels)
    if one == two:
        one, two = lines.is_label(first), lines.is_label(second)
    if one != two:
        return ((first, second) if one else (second, first)), True
    size = (len(first.split()), len(first)) <= (len(second.split()), len(second))
    return ((first, second) if size else (second, first)), False


def standfirst_of(
    first: str, second: str, third: str, labels: frozenset[str]
) -> tuple[float, Header]:
    """Three different lines: a category, a headline and a line below it."""
    for category, title, rest in (
        (first, second, third),
        (second, first, third),
        (third, first, second),
    ):
        if is_known(category, labels) and not lines.is_label(title) and not lines.is_label(rest):
            return 1.0, Header(title, category, rest)
    return -3.0, Header(first, standfirst=f"{second}\n{third}")


def is_known(text: str, labels: frozenset[str]) -> bool:
    """Whether a line is a usual section name, or a category elsewhere on the page."""
    return lines.is_section(text) or text.casefold() in labels


def short(text: str) -> bool:
    """Whether a line between two headlines may be a category."""
    return len(text) <= 60 and len(text.split()) <= 6


def longer(first: str, second: str) -> str:
    """The fuller of two prints of a headline."""
    return second if len(second) > len(first) else first
