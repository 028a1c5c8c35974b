"""Where in a text may dates stand, and of which tokens are those places made?"""

import re
from collections.abc import Iterator

from searchsvc.dates.lexer import Lexer, Token
from searchsvc.dates.patterns import near, plain

AHEAD = 40  # characters after a place that may tell what its last word is not
PIVOT = 35  # '35 is 2035, '36 is 1936
REACH = 48  # characters on either side of a month name that may belong to its date
URL = re.compile(
    r"(?:[a-zA-Z][a-zA-Z0-9+.]{1,9}://|www\.)[^\s<>\"«»“”]{1,2000}|[\w.]{1,64}@[\w.]{1,64}"
)
NUMERIC = tuple(
    re.compile(f"{mark}[0-9]{{1,2}}{mark}[0-9]") for mark in ("-", "/", r"\. ?")
)  # apart, each is found by its mark alone, which is fast
LONGEST = 16  # letters of a month name before the piece that tells it
GAP = re.compile(r"[ \t\xa0\u2009\u202f]*(?:\n[ \t\xa0]*)?")
DIGITS = re.compile("[0-9]+")
OPENING = frozenset("DMmYWSINB")  # what a run may begin with
DATED = frozenset("MmIN")  # what it must hold
MARKS = {",": "C", "(": "O", ")": "P", "/": "Z"}


def runs(text: str, lexer: Lexer) -> Iterator[list[Token]]:
    """The sequences of neighbouring tokens that hold a month or an all-digit date."""
    for start, end in windows(text, lexer):
        run: list[Token] = []
        reached = start
        dated = False
        for match in lexer.token.finditer(text, start, end + AHEAD):
            at, to = match.span()
            if at >= end:
                break
            kind = match.lastgroup or ""
            if run and at != reached:
                if dated:
                    yield run
                run, dated = [], False
            if (kind == "mark" and not run) or (kind == "short" and not dated):
                continue
            token = _token(kind, text, at, to, lexer)
            letter = token.letter
            if run and not _continues(run[-1], text, token, lexer):
                if dated:
                    yield run
                run, dated = [], False
            gap = GAP.match(text, to)
            reached = gap.end() if gap else to
            if letter in OPENING if not run else letter:
                run.append(token)
                dated = dated or letter in DATED
                if letter in "DM" and text.endswith(lexer.from_endings, at, to):
                    run.append(Token("R", 0, to, to))
        if dated:
            yield run


def windows(text: str, lexer: Lexer) -> Iterator[tuple[int, int]]:
    """The stretches of words that may belong to a date, around each month name or number date."""
    start = end = -1
    for at, to in anchors(text, lexer):
        first, last = _surroundings(text, at, _word_end(text, to), lexer)
        if not lexer.holds_day(text, first, last):
            continue
        if first > end:
            if end >= 0:
                yield start, end
            start = first
        end = max(end, last)
    if end >= 0:
        yield start, end


def anchors(text: str, lexer: Lexer) -> list[tuple[int, int]]:
    """Where a month name may begin, or an all-digit date."""
    spans = [match.span() for match in lexer.capital_anchor.finditer(text)]
    spans = [span for span in spans if not text[span[0] - 1 : span[0]].isalpha()]
    for at in near(text, lexer.small_pieces):
        low = max(0, at - LONGEST)
        while at > low and text[at - 1].isalpha():
            at -= 1
        if match := lexer.small_anchor.match(text, at):
            spans.append(match.span())
    for pattern in NUMERIC:
        if match := pattern.search(text):
            spans.append(match.span())
            spans += [later.span() for later in pattern.finditer(text, match.end())]
    spans.sort()
    return spans


def _surroundings(text: str, at: int, to: int, lexer: Lexer) -> tuple[int, int]:
    """From the first to the last of the neighbouring words that a date may be made of."""
    before = text[max(0, at - REACH) : at]
    first = len(before)
    for chunk in reversed(before.split()):
        if not lexer.may_hold(chunk):
            break
        first = before.rfind(chunk, 0, first)
    after = text[to : to + REACH]
    last = 0
    for chunk in after.split():
        if not lexer.may_hold(chunk):
            break
        last = after.find(chunk, last) + len(chunk)
    return at - len(before) + first, to + last


def masked(text: str) -> str:
    """The text with its addresses overwritten, letter by letter."""
    if "://" in text or "www." in text or "@" in text:
        return URL.sub(lambda match: "_" * len(match[0]), text)
    return text


def _word_end(text: str, end: int) -> int:
    while text[end : end + 1].isalpha():
        end += 1
    return end


def _continues(last: Token, text: str, token: Token, lexer: Lexer) -> bool:
    """Does a token go on with a run? Across a line end only where a wrapped line would:
    a heading that ends with a number is often followed by a dateline."""
    if "\n" not in text[last.end : token.start]:
        return True
    if token.letter in "Mm":
        return last.letter not in "DYMm" or not lexer.month_first
    return last.letter in "CMmRLW" or token.letter in "RL"


def _token(kind: str, text: str, at: int, to: int, lexer: Lexer) -> Token:
    match kind:
        case "word":
            word = text[at:to]
            letter, value = lexer.words.get(word) or lexer.words[plain(word)]
            return Token(letter, value, at, to)
        case "mark":
            return Token(MARKS.get(text[at]) or _dash(text, at, to), 0, at, to)
        case "elided":
            return Token("", 0, at, to)
        case "short":
            year = int(text[at + 1 : to])
            return Token("Y", year + (1900 if year > PIVOT else 2000), at, to)
        case "iso" | "numeric" | "spaced":
            return Token("I" if kind == "iso" else "N", 0, at, to)
    digits = DIGITS.search(text, at, to)
    return Token("Y" if kind == "year" else "D", int(digits[0]) if digits else 0, at, to)


def _dash(text: str, at: int, to: int) -> str:
    loose = text[at - 1 : at].isspace() or text[to : to + 1].isspace()
    return "R" if loose else "H"
