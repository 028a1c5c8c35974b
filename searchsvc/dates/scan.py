"""Where in a text may dates stand, and of which tokens are those windows made?"""

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
NUMERIC = (  # apart, each is found by its mark alone, which is fast
    ("-", re.compile("-[0-9]{1,2}-[0-9]")),
    ("/", re.compile("/[0-9]{1,2}/[0-9]")),
    (".", re.compile(r"\. ?[0-9]{1,2}\. ?[0-9]")),
)
LONGEST = 16  # letters of a month name on either side of the piece that tells it
GAP = re.compile(r"[ \t\xa0\u2009\u202f]*(?:\n[ \t\xa0]*)?")
DIGITS = re.compile("[0-9]+")
YEAR_NEXT = re.compile(r"\s+[12][0-9]{3}(?![0-9])")
OPENING = frozenset("DMmYWSINB")  # what a run may begin with
DATED = frozenset("MmIN")  # what it must hold
COUNTS = frozenset("mH")  # after what "20 troops" can be a day and troops
MARKS = {",": "C", "՝": "C", "(": "O", "[": "O", ")": "P", "]": "P", "/": "Z"}


def runs(text: str, start: int, end: int, lexer: Lexer) -> Iterator[list[Token]]:
    """The sequences of neighbouring tokens in a window that hold a month or all-digit date."""
    run: list[Token] = []
    reached = start
    dated = False
    for match in lexer.token.finditer(text, start, end + AHEAD):
        at, to = match.span()
        if at >= end:
            break
        kind = match.lastgroup or ""
        if kind == "counted" and not (run and run[-1].letter in COUNTS):
            continue
        gap = text[reached:at] if run else ""
        if gap and gap != " " and not GAP.fullmatch(gap):
            if dated:
                yield run
            run, dated, gap = [], False, ""
        reached = to
        if (kind == "mark" and not run) or (kind == "short" and not dated):
            continue
        token = _token(kind, text, at, to, lexer)
        letter = token.letter
        if "\n" in gap and not _continues(run[-1].letter, token, text, lexer):
            if dated:
                yield run
            run, dated = [], False
        if letter == "R" and run and run[-1].letter == "R":  # "30-ից մինչև"
            continue
        if letter in OPENING if not run else letter:
            run.append(token)
            dated = dated or letter in DATED
            if letter in "DM" and text.endswith(lexer.from_endings, at, to):
                run.append(Token("R", 0, to, to))
        if to >= end:
            break
    if dated:
        yield run


def windows(text: str, lexer: Lexer) -> Iterator[tuple[int, int]]:
    """The stretches of words that may belong to a date, around each month name or number date."""
    start = end = -1
    for at, to in anchors(text, lexer):
        to = max(to, end) if at < end else to
        onward = lexer.onward.match(text, to, _sentence_end(text, to))
        last = onward.end() if onward else to
        if at < end:
            end = last
            continue
        low = at - REACH if at > REACH else 0
        if low <= end and ends_with_year(text, end):
            low = end + 1
        backward = lexer.backward.match(text[low:at][::-1])
        first = at - backward.end() if backward else at
        if not lexer.holds_day(text, first, last):
            continue
        if first > end:
            if end >= 0:
                yield start, end
            start = first
        end = last
    if end >= 0:
        yield start, end


def ends_with_year(text: str, end: int) -> bool:
    """Does a text end a sentence with a year at a place?"""
    return text[end - 1 : end + 1] == ". " and text[end - 5 : end - 1].isdecimal()


def _sentence_end(text: str, start: int) -> int:
    """The end of the first sentence within reach that ends with a year, else the end of reach."""
    end = start + REACH
    stop = text.find(". ", start, end)
    while stop >= 0:
        if text[stop - 1].isdecimal() and ends_with_year(text, stop + 1):
            return stop + 1
        stop = text.find(". ", stop + 1, end)
    return end


def anchors(text: str, lexer: Lexer) -> list[tuple[int, int]]:
    """Where a month name may begin, or an all-digit date."""
    spans = [match.span() for match in lexer.capital_anchor.finditer(text)]
    for at in near(text, lexer.small_pieces):
        low = max(0, at - LONGEST)
        while at > low and text[at - 1].isalpha():
            at -= 1
        if match := lexer.small_anchor.match(text, at):
            spans.append(match.span())
    for at in near(text, lexer.related_pieces):
        if match := lexer.related.search(text, max(0, at - LONGEST), at + LONGEST):
            spans.append(match.span())
    for mark, pattern in NUMERIC:
        if mark in text:
            for match in pattern.finditer(text):
                spans.append(match.span())
    spans.sort()
    return spans


def masked(text: str) -> str:
    """The text with its addresses overwritten, letter by letter."""
    if "://" in text or "www." in text or "@" in text:
        return URL.sub(lambda match: "_" * len(match[0]), text)
    return text


def _continues(last: str, token: Token, text: str, lexer: Lexer) -> bool:
    """Does a token go on with a run across a line end? Only where a wrapped line would:
    a heading that ends with a number is often followed by a dateline."""
    if token.letter in "Mm":
        if last == "D" and (text[token.start].islower() or YEAR_NEXT.match(text, token.end)):
            return True
        return last not in "DYMm" or not lexer.month_first
    return last in "CMmRLW" or token.letter in "RL"


def _token(kind: str, text: str, at: int, to: int, lexer: Lexer) -> Token:
    written = text[at:to]
    if kind == "day" or kind == "year":
        value = int(written if written.isdecimal() else DIGITS.findall(written)[0])
        return Token("D" if kind == "day" else "Y", value, at, to)
    if kind == "counted":
        return Token("D", int(written), at, to)
    if kind == "word":
        letter, value = lexer.words.get(written) or lexer.words[plain(written)]
        return Token(letter, value, at, to)
    if kind == "mark":
        return Token(MARKS.get(written) or _dash(text, at, to), 0, at, to)
    if kind == "elided":
        return Token("", 0, at, to)
    if kind == "short":
        year = int(written[1:])
        return Token("Y", year + (1900 if year > PIVOT else 2000), at, to)
    if kind == "before":
        return Token("D", int(DIGITS.findall(written)[0]), at, to)
    return Token("I" if kind == "iso" else "N", 0, at, to)


def _dash(text: str, at: int, to: int) -> str:
    loose = text[at - 1 : at].isspace() or text[to : to + 1].isspace()
    return "R" if loose else "H"
