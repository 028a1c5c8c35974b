"""Which articles stand on a page that was saved as text, with its navigation still in it?

Such a page is one article, then a list of others: a heading, and for each its headline and
category in any order, a date line, the first paragraph. A date line with one to three short lines
above it makes a teaser; what a page prints twice is a headline; the rest is weighed in `headers`.
"""

import re
from typing import NamedTuple

from searchsvc.importers import lines
from searchsvc.importers.headers import Header, choose, is_known, repeated
from searchsvc.importers.lines import Line

Found = tuple[int, dict[str, object]]
"""A line number (from 1) and the fields of the article that begins there."""


class Dated(NamedTuple):
    """A date line with the heading lines above it: `lines[start:at]`, `at` the date line."""

    start: int
    at: int
    header: Header


def read_page(text: str) -> list[Found] | None:
    """The articles of the page `text`, None if it has not the structure of a saved page."""
    page = lines.split(text)
    body = [line for line in page if not line.byline]
    dated = headings(body)
    main = dated.pop(0) if dated and dated[0].start == 0 and not dated[0].header.skipped else None
    tail = unfinished(body, dated)
    if not is_list(body, dated, main):
        dated, tail = [], None
        if main is None:
            return None
    starts = [one.start for one in dated] + ([tail.start] if tail else []) + [len(body)]
    found = []
    if not all(lines.is_navigation(line.text) for line in body[: starts[0]]):
        end = trim(body, starts[0], 0 if main is None else main.at + 1)
        found.append(first_article(body, end, main, {one.header.category for one in dated}))
    for one, next_start in zip(dated, starts[1:], strict=False):
        found.append(teaser(body, one, trim(body, next_start, one.at + 1)))
    if tail:
        found.append(teaser(body, tail, len(body)))
    return with_authors(found, page)


def headings(body: list[Line]) -> list[Dated]:
    """The date lines of a page that have a heading above them, or below if the page is so made."""
    stamped = [at for at, line in enumerate(body) if line.stamp]
    lows = [0, *(at + 1 for at in stamped)]
    runs = [(run_start(body, low, at), at) for low, at in zip(lows, stamped, strict=False)]
    labels = learned(body, runs)
    leading = [at for start, at in runs if leads(body, start, at, labels)]
    if leading and 2 * len(leading) >= len([start for start, _ in runs if start > 0]):
        top = [above(body, *runs[0], False, labels)] if runs[0][0] == 0 < runs[0][1] else []
        return top + [lead(body, at, labels) for at in leading]
    runs = [(start, at) for start, at in runs if start < at]
    opening = next((at for start, at in runs if start > 0), 0)
    others = [body[start:at] for start, at in runs if at != opening]
    labels |= {choose(run, False, labels).category.casefold() for run in others} - {""}
    return [above(body, start, at, at == opening, labels) for start, at in runs]


def above(body: list[Line], start: int, at: int, first: bool, labels: frozenset[str]) -> Dated:
    """A date line with its heading among the lines from `start` on."""
    header = choose(body[start:at], first, labels)
    return Dated(start + header.skipped, at, below(body, at, header, labels))


def leads(body: list[Line], start: int, at: int, labels: frozenset[str]) -> bool:
    """Whether a date line stands above its headline, as in "Politics | 1 May 2025"."""
    end = heading_end(body, at)
    if end == at + 1 or not all(is_heading(line) for line in body[start:at]):
        return False
    stamp = body[at].stamp
    known = any(is_known(line.text, labels) for line in body[at + 1 : end])
    follows = end == len(body) or body[end].prose
    alone = start == at or body[at].gap or lines.is_navigation(body[at - 1].text)
    return alone and follows and stamp is not None and (known or bool(stamp.category))


def heading_end(body: list[Line], at: int) -> int:
    """Where the short lines directly below the date line `at` end."""
    end = at + 1
    while end < min(len(body), at + 4) and not body[end].prose and not body[end].stamp:
        end += 1
    return end


def lead(body: list[Line], at: int, labels: frozenset[str]) -> Dated:
    """A date line with its heading below it."""
    end, stamp = heading_end(body, at), body[at].stamp
    header = choose(body[at + 1 : end], False, labels)
    if stamp and stamp.category:
        header = header._replace(category=stamp.category)
    return Dated(at, at, header._replace(skipped=0, used=end - at - 1))


def run_start(body: list[Line], low: int, at: int) -> int:
    """Where the lines above the date line `at` begin that may be its heading."""
    start = at
    while start > low and at - start < 7 and not body[start - 1].prose:
        start -= 1
    if at - start > 1 or (at - start == 1 and not lines.is_label(body[start].text)):
        return start
    block = at  # a headline that ends like a sentence: the lines between blank ones
    while block > low and at - block < 4 and not body[block].gap:
        block -= 1
    short = all(len(line.text) <= 160 for line in body[block:at])
    opens = block == 0 or (body[block].gap and block > low)
    return block if block < start and at - block <= 3 and short and opens else start


def learned(body: list[Line], runs: list[tuple[int, int]]) -> frozenset[str]:
    """The categories that the page itself gives away: between two headlines, or in many runs."""
    found: set[str] = set()
    seen: dict[str, int] = {}
    for start, at in runs:
        texts = [line.text for line in body[start:at]]
        for first, middle, second in zip(texts, texts[1:], texts[2:], strict=False):
            if repeated(first, second) and lines.is_label(middle):
                found.add(middle.casefold())
        for text in {text.casefold() for text in texts if texts.count(text) == 1}:
            seen[text] = seen.get(text, 0) + 1
        if (stamp := body[at].stamp) and stamp.category:
            found.add(stamp.category.casefold())
    often = {text for text, times in seen.items() if times > 1 and lines.is_label(text)}
    return frozenset(text for text in found | often if not lines.is_navigation(text))


def below(body: list[Line], at: int, header: Header, labels: frozenset[str]) -> Header:
    """`header`, with what its date line and the lines below it add."""
    stamp = body[at].stamp
    if stamp and stamp.category and not header.category:
        return header._replace(category=stamp.category)
    following = body[at + 1] if at + 1 < len(body) else None
    if following is None or following.gap or following.prose or following.stamp:
        return header
    text = following.text
    if not header.category and is_known(text, labels):
        return header._replace(category=text, used=header.used + 1)
    title = header.title
    if not header.category and is_known(title, labels):
        return header._replace(category=title, title=text, used=header.used + 1)
    return header


def is_list(body: list[Line], dated: list[Dated], main: Dated | None) -> bool:
    """Whether the dated headings make a list of articles, not the sections of one text."""
    alone = sum(1 for line in body if line.stamp) - len(dated) - (main is not None)
    if not dated or len(dated) < alone:
        return False
    if len(dated) > 1 or dated[0].header.repeated:
        return True
    one = dated[0]
    if one.start and lines.is_navigation(body[one.start - 1].text):
        return True
    headed = one.start > 0 and is_heading(body[one.start - 1])
    follows = any(line.prose for line in body[one.at + 1 :])
    return follows and (headed or bool(one.header.category))


def unfinished(body: list[Line], dated: list[Dated]) -> Dated | None:
    """A last teaser that was cut off before its date line: a headline printed twice at the end."""
    if not dated:
        return None
    low = dated[-1].at + 1
    start = len(body)
    while start > low and len(body) - start < 4 and not body[start - 1].prose:
        start -= 1
    header = choose(body[start:], False, frozenset())
    if not header.repeated or start + header.skipped <= low:
        return None
    return Dated(start + header.skipped, len(body) - 1, header)


def trim(body: list[Line], end: int, low: int) -> int:
    """Where the text before `end` ends without the section headings that follow it."""
    start, left = end, 3
    while end < len(body) and start > low + 1 and left and is_heading(body[start - 1]):
        start, left = start - 1, left - 1
    if start == low + 1 and end < len(body) and lines.is_navigation(body[low].text):
        start = low
    return start


def is_heading(line: Line) -> bool:
    """Whether a line has the shape of a section heading: short, without closing punctuation."""
    short = len(line.text) <= 60 and len(line.text.split()) <= 6
    return lines.is_navigation(line.text) or (short and not line.prose and line.stamp is None)


def first_article(body: list[Line], end: int, main: Dated | None, categories: set[str]) -> Found:
    """The article that the page is about."""
    if main:
        number, fields = teaser(body, main, end)
        del fields["excerpt"]
        return number, fields
    top, category = 0, ""
    if end > 1 and not body[1].prose:
        sections = {name.casefold() for name in categories if name}
        if lines.is_section(body[0].text) or body[0].text.casefold() in sections:
            top, category = 1, body[0].text
    rest = top + 1
    if rest + 1 < end and repeated(body[top].text, body[rest + 1].text):
        if lines.is_label(body[rest].text):
            category, rest = body[rest].text, rest + 2
    elif rest < end and repeated(body[top].text, body[rest].text):
        rest += 1
    fields = {"title": body[top].text, "body": join(body[rest:end])}
    if category:
        fields["category"] = category
    return body[0].number, fields


def teaser(body: list[Line], one: Dated, end: int) -> Found:
    """The article of a heading, its date line and the text up to `end`."""
    header, stamp = one.header, body[one.at].stamp
    text = join(body[one.at + 1 + header.used : end])
    fields: dict[str, object] = {
        "title": header.title,
        "body": "\n\n".join(part for part in (header.standfirst, text) if part),
        "excerpt": True,
    }
    if header.category:
        fields["category"] = header.category
    if stamp and stamp.date:
        fields["date"] = stamp.date
    return body[one.start].number, fields


def join(part: list[Line]) -> str:
    """The text of lines, with a blank line where the page has one."""
    text = "".join(("\n\n" if line.gap else "\n") + line.text for line in part)
    return text.strip("\n")


def with_authors(found: list[Found], page: list[Line]) -> list[Found]:
    """The articles, each with the names in the author lines from its beginning to the next."""
    for index, (number, fields) in enumerate(found):
        last = found[index + 1][0] if index + 1 < len(found) else page[-1].number + 1
        names = [
            name.strip()
            for line in page
            if line.byline and number <= line.number < last
            for name in re.split(r",|;|\s(?:and|und|et|и|та|və|ve|և|და)\s", line.byline)
        ]
        if names:
            fields["authors"] = names
    return found
