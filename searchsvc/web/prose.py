"""How does a text become paragraphs, with found words marked and dates linked?"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from searchsvc.article import Mention

Place = tuple[int, int]
"""Where something stands in a text: code points, the end exclusive."""

GAP = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
WORD = re.compile(r"\w")
"""What a link needs; the days within a range stand at its dash."""

MARK = Markup('<mark id="m{}">{}</mark>')
LINKED = Markup('<a class="date" href="{}">{}</a>')


@dataclass(frozen=True, slots=True)
class Prose:
    """The paragraphs of a text, and how many words in it are marked (`m1`, `m2` ...)."""

    paragraphs: tuple[Markup, ...]
    marks: int


def paragraphs_of(written: str) -> Iterable[Place]:
    """The paragraphs of `written`: parted by empty lines, or by line ends if there are none."""
    gap = GAP if GAP.search(written.strip()) else re.compile(r"\n")
    start = 0
    for match in gap.finditer(written):
        yield start, match.start()
        start = match.end()
    yield start, len(written)


def prose(
    written: str,
    found: list[Place],
    mentions: tuple[Mention, ...],
    address: Callable[[Mention], str | None],
) -> Prose:
    """`written` in paragraphs, what was `found` marked, each mention linked to its `address`."""
    numbered = [(start, end, number) for number, (start, end) in enumerate(found, start=1)]
    linked = sorted(
        (mention.start, mention.end, href)
        for mention in mentions
        if 0 <= mention.start < mention.end <= len(written)
        and WORD.search(written, mention.start, mention.end)
        and (href := address(mention))
    )
    paragraphs = []
    for start, end in paragraphs_of(written):
        if not written[start:end].strip():
            continue
        pieces, at = [], start
        for low, high, href in linked:
            if at <= low and high <= end:
                pieces.append(marked(written, at, low, numbered))
                pieces.append(LINKED.format(href, marked(written, low, high, numbered)))
                at = high
        pieces.append(marked(written, at, end, numbered))
        paragraphs.append(Markup("").join(pieces).strip())
    return Prose(tuple(paragraphs), len(found))


def marked(written: str, start: int, end: int, found: list[tuple[int, int, int]]) -> Markup:
    """The part of `written` from `start` to `end`, with what was found wholly inside it marked."""
    pieces, at = [], start
    for low, high, number in found:
        if at <= low and high <= end:
            pieces += [escape(written[at:low]), MARK.format(number, written[low:high])]
            at = high
    return Markup("").join((*pieces, escape(written[at:end])))
