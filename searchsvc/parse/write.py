"""How is a tree written back as a query, so that reading it again gives the same tree?"""

import re

from searchsvc.day import first_day, last_day
from searchsvc.query import (
    TEXT_FIELDS,
    And,
    Every,
    Fuzzy,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Word,
)


def write(node: Node) -> str:
    """`node` in the query language; "" for all articles."""
    match node:
        case Every():
            return ""
        case Word(text, fields):
            plain = re.fullmatch(r"[^\s\"()*~:]+", text) and text not in ("AND", "OR", "NOT")
            bare = plain and not text.startswith("-")
            return prefix(fields) + (text if bare else f'"{text}"')
        case Pattern(text, fields):
            return prefix(fields) + text
        case Fuzzy(text, fields, _, distance):
            return prefix(fields) + text + ("~" if distance == 1 else f"~{distance}")
        case Phrase(text, fields, _, distance):
            near = "" if distance is None else f"~{distance}"
            return f'{prefix(fields)}"{text}"{near}'
        case Range(field, first, last):
            return ("about:" if field == "event" else "date:") + period(first, last)
        case And(nodes):
            return " ".join(write(part) for part in nodes)
        case Or(nodes):
            return " OR ".join(grouped(part, And) for part in nodes)
        case Not(part):
            return "-" + grouped(part, And, Or)


def grouped(node: Node, *kinds: type) -> str:
    """`node` written, in parentheses if it is one of `kinds`."""
    return f"({write(node)})" if isinstance(node, kinds) else write(node)


def prefix(fields: tuple[str, ...]) -> str:
    """The name before the colon for `fields`, with the colon; "" for all text."""
    return "" if fields == TEXT_FIELDS else f"{fields[0]}:"


def period(first: str | None, last: str | None) -> str:
    """`first..last`, or the one month, year or day that they are the ends of."""
    if first and last:
        for length in (4, 7, 10):
            short = first[:length]
            if (first_day(short).isoformat(), last_day(short).isoformat()) == (first, last):
                return short
    return f"{first or ''}..{last or ''}"
