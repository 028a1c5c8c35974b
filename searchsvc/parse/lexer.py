"""Into which pieces does a query fall: words, phrases, signs, parentheses, field names?"""

import re
from typing import NamedTuple


class Lexeme(NamedTuple):
    """A piece of a query.

    `kind` is "word", "phrase", "field", "(", ")", "-", "AND", "OR" or "NOT"; `distance` is the
    number behind a phrase's tilde.
    """

    kind: str
    text: str
    distance: int | None = None


QUOTES = str.maketrans(dict.fromkeys("“”„«»", '"'))

PIECE = re.compile(
    r"""(?P<paren>[()])
      | "(?P<phrase>[^"]*)(?P<closed>"?)(?:~(?P<distance>\d+))?
      | (?P<sign>-)(?=[^\s)-])
      | (?P<operator>OR|AND|NOT)(?=[\s()"]|$)
      | (?P<field>[^\W\d_]+):[ ]?(?=[^\s:)/])
      | (?P<bare>[^\W\d_]+):(?=[ ]?(?:\)|$))
      | (?P<word>[^\s()"]+)
    """,
    re.VERBOSE,
)


def lex(source: str, fields: frozenset[str]) -> tuple[list[Lexeme], list[str]]:
    """The lexemes of `source`, and the names before a colon that are not among `fields`."""
    text = clean(source)
    lexemes: list[Lexeme] = []
    unknown: list[str] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        match = PIECE.match(text, at)
        if match is None:
            at += 1
            continue
        at = match.end()
        match match.lastgroup:
            case "paren":
                lexemes.append(Lexeme(match["paren"], match["paren"]))
            case "sign" | "operator":
                lexemes.append(Lexeme(match[0], match[0]))
            case "bare" if match["bare"].lower() in fields:
                lexemes.append(Lexeme("field", match["bare"].lower()))
            case "bare":
                lexemes.append(Lexeme("word", match[0]))
            case "word":
                lexemes.append(Lexeme("word", match["word"]))
            case "field" if match["field"].lower() in fields:
                lexemes.append(Lexeme("field", match["field"].lower()))
            case "field":
                unknown.append(match["field"])
                rest = re.compile(r"[^\s()\"]*").match(text, match.end("field") + 1)
                whole = match["field"] + ":" + (rest[0] if rest else "")
                lexemes.append(Lexeme("word", whole))
                at = match.start() + len(whole)
            case _:
                distance = int(match["distance"]) if match["distance"] else None
                lexemes.append(Lexeme("phrase", match["phrase"], distance))
    return lexemes, unknown


def unclosed_quote(source: str) -> bool:
    """Whether the last quotation mark of `source` opens a phrase that never ends."""
    return clean(source).count('"') % 2 == 1


def clean(source: str) -> str:
    """`source` on one line, with plain quotes, without controls and lone surrogates."""
    visible = re.sub(r"[\s\x00-\x1f\x7f\ud800-\udfff]+", " ", source)
    return visible.translate(QUOTES).strip()
