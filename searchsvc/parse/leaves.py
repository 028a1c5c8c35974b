"""What does one word, phrase, pattern or restriction of a query look for?"""

import re
from datetime import date, timedelta
from typing import NamedTuple

from searchsvc import text
from searchsvc.article import UNDATED
from searchsvc.day import first_day, last_day, read_date
from searchsvc.errors import BadQuery
from searchsvc.message import Message
from searchsvc.parse.lexer import Lexeme
from searchsvc.query import TEXT_FIELDS, And, Fuzzy, Node, Pattern, Phrase, Range, Word

LABELS = frozenset({"category", "author", "tag", "source"})
TIMES = frozenset({"date", "before", "after", "about"})
FIELDS = LABELS | TIMES | {"title", "body", "language"}
"""The names that may stand before a colon."""

WIDEST = 2
"""The most letters that a fuzzy word may differ in."""

SHORTEST = 3
"""The fewest letters of a word that may be misspelt."""

MOST_WORDS = 400


class Note(NamedTuple):
    """Something that was left out or read otherwise: a code for programs, a sentence for people."""

    code: str
    text: str


class Leaves:
    """Reads leaves for one query: counts its words, collects its notes. Raises BadQuery."""

    def __init__(self, languages: tuple[str, ...], notes: list[Note]) -> None:
        self.languages = languages
        self.notes = notes
        self.count = 0

    def read(self, lexeme: Lexeme, field: str) -> Node | None:
        """The node of a word or phrase under `field` ("" for all text), None if nothing is left."""
        if field in TIMES:
            return self.time(lexeme.text, field)
        if field == "language" and (value := lexeme.text.strip().casefold()):
            self.more(1)
            return Word(value, ("language",), (value,))
        if lexeme.kind == "word":
            word, tilde, distance = lexeme.text.partition("~")
            if "*" in lexeme.text:
                self.left_out("~" in lexeme.text, "~", lexeme.text)
                return self.pattern(lexeme.text, field)
            if tilde and re.fullmatch(r"\d?", distance) and len(text.words(word)) == 1:
                return self.fuzzy(word, int(distance or 1), field)
            self.left_out(bool(tilde and text.words(word)), "~", lexeme.text)
        else:
            self.left_out("*" in lexeme.text, "*", lexeme.text)
            lexeme = lexeme._replace(text=" ".join(lexeme.text.replace("*", " ").split()))
            near = lexeme.distance is not None and len(text.words(lexeme.text)) == 1
            self.left_out(near, f"~{lexeme.distance}", lexeme.text)
        return self.words(lexeme, field)

    def left_out(self, meant: bool, sign: str, written: str) -> None:
        """Note a `sign` that means nothing beside `written`, if it is there."""
        if meant:
            said = Message(
                "“%(sign)s” means nothing beside “%(word)s” and was left out.",
                sign=sign,
                word=written,
            )
            self.note("sign", said)

    def more(self, words: int) -> None:
        """Count so many words of the query."""
        self.count += words
        if self.count > MOST_WORDS:
            raise BadQuery(
                Message(
                    "The query has more than %(most)s words; no more can be read.", most=MOST_WORDS
                )
            )

    def words(self, lexeme: Lexeme, field: str) -> Node | None:
        """A word, or a phrase where the text holds several."""
        spans = text.spans(lexeme.text)
        self.more(len(spans))
        if not spans:
            if lexeme.text.strip():
                self.note(
                    "dropped",
                    Message("“%(word)s” holds no word and was left out.", word=lexeme.text),
                )
            return None
        written = lexeme.text[spans[0][0] : spans[-1][1]]
        if field in LABELS:
            label = " ".join(text.fold(word) for word in text.words(written))
            return Word(written, (field,), (label,))
        alternatives = tuple(
            text.alternatives(lexeme.text[start:end], self.languages) for start, end in spans
        )
        spellings = tuple(text.spelling(lexeme.text[start:end]) for start, end in spans)
        if len(alternatives) == 1:
            return Word(written, places(field), alternatives[0], spellings)
        return Phrase(written, places(field), alternatives, lexeme.distance, spellings)

    def fuzzy(self, word: str, distance: int, field: str) -> Node | None:
        """A word that may be misspelt; a very short one is taken as it stands."""
        start, end = text.spans(word)[0]
        folded = text.fold(word[start:end])
        if len(folded) < SHORTEST or distance == 0:
            if distance:
                self.note(
                    "fuzzy",
                    Message(
                        "“%(word)s~” is too short to be misspelt; it was read as “%(word)s”.",
                        word=word,
                    ),
                )
            return self.words(Lexeme("word", word), field)
        self.more(1)
        if distance > WIDEST:
            self.note(
                "fuzzy",
                Message(
                    "“%(word)s~” allows at most %(most)s letters to differ.", word=word, most=WIDEST
                ),
            )
        return Fuzzy(word[start:end], places(field), folded, min(distance, WIDEST))

    def pattern(self, written: str, field: str) -> Node | None:
        """A word with stars in it; a star at the beginning, or between words, is left out."""
        pieces = re.split(r"\*+", written)
        bare = [text.words(piece) for piece in pieces]
        if not any(bare):
            self.note(
                "dropped", Message("“%(word)s” holds no word and was left out.", word=written)
            )
            return None
        if not bare[0]:
            self.note(
                "star",
                Message(
                    "A word can't begin with “*”: “%(word)s” was read without it.", word=written
                ),
            )
        starred = not bare[-1]
        held = [words for words in bare if words]
        if len(held) == 1 and not starred:
            return self.words(Lexeme("word", " ".join(pieces)), field)
        if len(held) == 1 and len(held[0]) > 1:
            piece = next(piece for piece, words in zip(pieces, bare, strict=True) if words)
            start, end = text.spans(piece)[-1]
            before = self.words(Lexeme("word", piece[:start]), field)
            after = self.pattern(piece[start:end] + "*", field)
            return And((before, after)) if before and after else before or after
        if any(len(words) > 1 for words in held):
            self.note("star", Message("The stars in “%(word)s” were left out.", word=written))
            return self.words(Lexeme("word", " ".join(pieces)), field)
        self.more(1)
        parts = [words[0] for words in held]
        last = "*" if starred else ""
        folded = "*".join(map(text.fold, parts))
        return Pattern("*".join(parts) + last, places(field), folded + last)

    def time(self, written: str, field: str) -> Node | None:
        """A period of publication or of events."""
        self.more(1)
        name = "event" if field == "about" else "date"
        if field == "date" and written.casefold() == UNDATED:
            return Word(UNDATED, ("date",), (UNDATED,))
        first, dots, last = written.partition("..")
        try:
            match field, dots:
                case "before", "":
                    return Range(name, None, iso(first_day(read_date(first)) - timedelta(days=1)))
                case "after", "":
                    return Range(name, iso(last_day(read_date(first)) + timedelta(days=1)), None)
                case _ if first.strip() or last.strip():
                    low = read_date(first) if first.strip() else None
                    high = (read_date(last) if last.strip() else None) if dots else low
                    if field in ("before", "after"):
                        self.note(
                            "period",
                            Message(
                                "“%(field)s:%(period)s” was read as “date:%(period)s”.",
                                field=field,
                                period=written,
                            ),
                        )
                    return self.between(name, low, high)
        except (ValueError, OverflowError):
            pass
        self.note(
            "bad-date",
            Message(
                "“%(field)s:%(period)s” names no time and was left out.",
                field=field,
                period=written,
            ),
        )
        return None

    def between(self, name: str, low: str | None, high: str | None) -> Range:
        """The days from the first of `low` to the last of `high`, turned round where they are."""
        if low and high and first_day(low) > last_day(high):
            self.note(
                "swapped",
                Message(
                    "“%(first)s..%(last)s” ends before it begins; it was turned round.",
                    first=low,
                    last=high,
                ),
            )
            low, high = high, low
        return Range(name, low and iso(first_day(low)), high and iso(last_day(high)))

    def note(self, code: str, sentence: str) -> None:
        self.notes.append(Note(code, sentence))


def places(field: str) -> tuple[str, ...]:
    """The index fields that a query's `field` means."""
    match field:
        case "":
            return TEXT_FIELDS
        case "body":
            return ("body", "caption")
        case _:
            return (field,)


def iso(day: date) -> str:
    return day.isoformat()
