"""Where in a text may dates stand, and of which tokens are those places made?"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from searchsvc.dates.grammar import Grammar
from searchsvc.dates.patterns import plain

REACH = 48  # characters on either side of a month name that may belong to its date
URL = re.compile(
    r"(?:[a-zA-Z][a-zA-Z0-9+.]{1,9}://|www\.)[^\s<>\"«»“”]{1,2000}|[\w.]{1,64}@[\w.]{1,64}"
)
NUMERIC = re.compile("[-/.][0-9]{1,2}[-/.][0-9]")
GAP = re.compile(r"[ \t\xa0\u2009\u202f]*(?:\n[ \t\xa0]*)?")
DIGITS = re.compile("[0-9]+")
OPENING = frozenset("DMmYWSINB")  # what a run may begin with
DATED = frozenset("MmIN")  # what it must hold
MARKS = {",": "C", "(": "O", ")": "P", "/": "Z"}


class Token(NamedTuple):
    """A word of the language of dates: D day, M month, m month before its day, Y year, W weekday,
    S year by its relation, I and N all-digit dates, R range, H tight dash, L list, B between,
    C comma, Z slash, O and P parentheses."""

    letter: str
    value: int
    start: int
    end: int


def runs(text: str, grammar: Grammar) -> Iterator[list[Token]]:
    """The sequences of neighbouring tokens that hold a month or an all-digit date."""
    for start, end in windows(text, grammar):
        run: list[Token] = []
        reached = start
        dated = False
        for match in grammar.token.finditer(text, start):
            at, to = match.span()
            if at >= end:
                break
            kind = match.lastgroup or ""
            if run and at != reached:
                if dated:
                    yield run
                run, dated = [], False
            if kind == "mark" and not run:
                continue
            token = _token(kind, text, at, to, grammar)
            letter = token.letter
            if run and not _continues(run[-1], text, token, grammar):
                if dated:
                    yield run
                run, dated = [], False
            gap = GAP.match(text, to)
            reached = gap.end() if gap else to
            if letter in OPENING if not run else letter:
                run.append(token)
                dated = dated or letter in DATED
                if letter in "DM" and text.endswith(grammar.from_endings, at, to):
                    run.append(Token("R", 0, to, to))
        if dated:
            yield run


def windows(text: str, grammar: Grammar) -> Iterator[tuple[int, int]]:
    """The stretches of words that may belong to a date, around each month name or number date."""
    start = end = -1
    for at, to in anchors(text, grammar):
        first, last = _surroundings(text, at, _word_end(text, to), grammar)
        if not grammar.holds_day(text, first, last):
            continue
        if first > end:
            if end >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if end >= 0:
        yield start, end


def anchors(text: str, grammar: Grammar) -> list[tuple[int, int]]:
    """Where a month name may begin, or an all-digit date."""
    small = any(name in text for name in grammar.small)
    month = grammar.small_anchor if small else grammar.capital_anchor
    spans = [match.span() for match in month.finditer(text)]
    numbers = [match.span() for match in NUMERIC.finditer(text)]
    spans = [span for span in spans if not text[span[0] - 1 : span[0]].isalpha()]
    return sorted(spans + numbers) if numbers else spans


def _surroundings(text: str, at: int, to: int, grammar: Grammar) -> tuple[int, int]:
    """From the first to the last of the neighbouring words that a date may be made of."""
    first, last = at, to
    before = text[max(0, at - REACH) : at]
    for chunk in reversed(before.split()):
        if not grammar.may_hold(chunk):
            break
        first = at - len(before) + before.rfind(chunk, 0, len(before) - at + first)
    after = text[to : to + REACH]
    for chunk in after.split():
        if not grammar.may_hold(chunk):
            break
        last = to + after.find(chunk, last - to) + len(chunk)
    return first, last


def masked(text: str) -> str:
    """The text with its addresses overwritten, letter by letter."""
    if "://" in text or "www." in text or "@" in text:
        return URL.sub(lambda match: "_" * len(match[0]), text)
    return text


def _word_end(text: str, end: int) -> int:
    while text[end : end + 1].isalpha():
        end += 1
    return end


def _continues(last: Token, text: str, token: Token, grammar: Grammar) -> bool:
    """Does a token go on with a run? Across a line end only where a wrapped line would:
    a heading that ends with a number is often followed by a dateline."""
    if "\n" not in text[last.end : token.start]:
        return True
    if token.letter in "Mm":
        return last.letter not in "DYMm" or not grammar.month_first
    return last.letter in "CMmRLW" or token.letter in "RL"


def _token(kind: str, text: str, at: int, to: int, grammar: Grammar) -> Token:
    match kind:
        case "word":
            letter, value = grammar.words[plain(text[at:to])]
            return Token(letter, value, at, to)
        case "mark":
            return Token(MARKS.get(text[at]) or _dash(text, at, to), 0, at, to)
        case "elided":
            return Token("", 0, at, to)
        case "iso" | "numeric":
            return Token(kind[0].upper(), 0, at, to)
    digits = DIGITS.search(text, at, to)
    return Token("Y" if kind == "year" else "D", int(digits[0]) if digits else 0, at, to)


def _dash(text: str, at: int, to: int) -> str:
    loose = text[at - 1 : at].isspace() or text[to : to + 1].isspace()
    return "R" if loose else "H"
