"""How does a list of words become a pattern that finds any of them, however it is written?"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

MARKS = "\t\n\r \xa0«»„“”\"'’()‐‑-,"
BREAK = r"(?!\w)"
CLOCK = r"[ \xa0]?(?:GMT|gmt|UTC|[ECMP][SD]T|CES?T|BST|МСК|hrs?|hours|local time|Uhr)(?!\w)"
WORD_END = r"(?:(?!\w)|(?<=['’ʼ.․]))"
PLAIN = str.maketrans("’ʼ‐‑–֊․", "''----.")


def plain(word: str) -> str:
    """A word as the tables spell it."""
    return " ".join(word.translate(PLAIN).split())


def variants(word: str, *, small: bool = True) -> Iterator[str]:
    """The ways to write a word: in small letters, with a capital, all in capitals."""
    if small or not word[0].isalpha():
        yield word.lower()
    yield word[0].upper() + word[1:].lower()
    if word[0] == "i":
        yield "İ" + word[1:].lower()
    yield word[0].upper() + word[1:]
    yield word.upper()
    if "i" in word.lower():
        yield word.lower().replace("i", "İ").upper()
    if word != word.lower():
        yield word


def spelled(words: Iterable[str]) -> set[str]:
    """All variants of all words."""
    return {form for word in words if word for form in (*variants(word), word)}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, to the end of the word."""
    forms = spelled(words)
    return f"{trie(forms)}{WORD_END}" if forms else "(?!)"


def begins(words: Iterable[str], space: str) -> re.Pattern[str]:
    """Does a text go on with one of the words?"""
    return re.compile(space + any_of(words))


def ends(words: Iterable[str], space: str = r"\s+") -> re.Pattern[str]:
    """Does a text end with one of the words?"""
    forms = spelled(words)
    return re.compile(rf"(?<!\w){trie(forms)}{space}\Z" if forms else "(?!)")


def trie(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, that shares their beginnings.

    An alternation tries its words one by one; sharing the beginnings makes a match cost its
    length and not the size of the vocabulary.
    """
    branches: dict[str, list[str]] = {}
    ended = False
    for word in words:
        if word:
            branches.setdefault(word[0], []).append(word[1:])
        else:
            ended = True
    if not branches:
        return ""
    parts = [_letter(letter) + trie(rest) for letter, rest in sorted(branches.items())]
    if len(parts) == 1 and not ended:
        return parts[0]
    return f"(?:{'|'.join(parts)}){'?' if ended else ''}"


def spell(word: str) -> str:
    """A pattern for one word: hyphens, apostrophes and spaces come in several kinds."""
    return "".join(map(_letter, word))


def _letter(letter: str) -> str:
    match letter:
        case ".":
            return "[.․]"
        case " ":
            return r"[ \t\xa0\u202f]+"
        case "'":
            return "['’ʼ]"
        case "-":
            return "[-‐‑–֊]"
        case "*":
            return r"\w*"
    return re.escape(letter)


def numbered(patterns: Iterable[str]) -> re.Pattern[str]:
    """Any of the patterns, `{n}` in them a number; those that begin with it are tried at once."""
    first: list[str] = []
    others: list[str] = []
    for pattern in patterns:
        before, _, after = (spell(part) for part in pattern.partition("{n}"))
        if before:
            others.append(rf"(?<!\w){before}([0-9]{{1,3}}){after}{BREAK}")
        else:
            first.append(after + BREAK)
    if first:
        others.append(rf"([0-9](?<!\w.)[0-9]{{0,2}})(?:{'|'.join(first)})")
    return re.compile("|".join(others) or "(?!)", re.IGNORECASE)


def cover(words: Iterable[str], size: int) -> tuple[str, ...]:
    """A few pieces of words, at least `size` long: every word holds one, or is shorter."""
    forms = set(words)
    left = {word for word in forms if not any(one != word and one in word for one in forms)}
    pieces: list[str] = []
    while left:
        counts = Counter(piece for word in left for piece in pieces_of(word, size))
        best = max(counts, key=lambda piece: (counts[piece], piece))
        held = [word for word in left if best in word]
        while shared := set.intersection(*(pieces_of(word, len(best) + 1) for word in held)):
            longer = max(shared)
            if len(longer) <= len(best):
                break
            best = longer
        pieces.append(best)
        left.difference_update(held)
    return tuple(pieces)


def pieces_of(word: str, size: int) -> set[str]:
    """All pieces of a word of a size, the whole word if it is shorter."""
    return {word[i : i + size] for i in range(max(1, len(word) - size + 1))}


def near(text: str, pieces: Iterable[str]) -> list[int]:
    """Where a text holds one of the pieces, in order; far quicker than any pattern."""
    places: list[int] = []
    for piece in pieces:
        if piece in text:
            at = text.find(piece)
            while at >= 0:
                places.append(at)
                at = text.find(piece, at + 1)
    places.sort()
    return places


def last_word(text: str) -> str:
    """The last word of a text, without the marks around it."""
    words = text.rstrip(MARKS).rsplit(None, 1)
    return words[-1].strip(MARKS) if words else ""
