"""What did a reader mean? The query language, read into a tree; any text is read somehow.

    moon landing            both words            moon OR mars         either
    "moon landing"          side by side          "moon landing"~5     near each other
    moon -mars, NOT mars    without               (moon OR mars) dust  grouped; OR binds first
    land*  l*ing            beginning, pattern    armstong~  ~2        up to 1 or 2 letters wrong
    title: body: category: language: source: author: tag:              in one field
    date:1969-07 date:1968..1970 date:undated before:1969 after:1969-07-20    published
    about:1969-07-20 about:1968..1970                                  the text speaks of that time

Operators are in capitals; an unknown name before a colon is read as a word.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from searchsvc.errors import BadQuery
from searchsvc.message import Message
from searchsvc.parse.leaves import FIELDS, MOST_WORDS, Leaves, Note
from searchsvc.parse.lexer import Lexeme, lex, unclosed_quote
from searchsvc.query import And, Every, Node, Not, Or

__all__ = ["LONGEST", "MOST_WORDS", "Note", "Parsed", "parse"]

LONGEST = 4_000
DEEPEST = 20
TOO_DEEP = Note("deep", Message("Groups deeper than %(most)s were read flat.", most=DEEPEST))


class Parsed(NamedTuple):
    """A query as understood, and what was left out or read otherwise."""

    query: Node
    notes: tuple[Note, ...]


def parse(source: str, languages: Iterable[str] = ()) -> Parsed:
    """The tree of `source`, its words analysed for an index that holds `languages`.

    Raises BadQuery if it has more than 4,000 characters or 400 words; anything else is read.
    """
    if len(source) > LONGEST:
        raise BadQuery(
            Message(
                "The query has %(count)s characters; at most %(most)s can be read.",
                count=len(source),
                most=LONGEST,
            )
        )
    reader = Reader(source, tuple(languages))
    query = reader.conjunction("")
    return Parsed(query or Every(), tuple(dict.fromkeys(reader.notes)))


class Reader:
    """A recursive descent over lexemes whose parentheses are balanced and at most 20 deep."""

    def __init__(self, source: str, languages: tuple[str, ...]) -> None:
        self.notes: list[Note] = []
        self.leaves = Leaves(languages, self.notes)
        lexemes, unknown = lex(source, FIELDS)
        self.notes += [
            Note(
                "unknown-field",
                Message("“%(name)s:” is not a field; it was read as a word.", name=name),
            )
            for name in unknown
        ]
        if unclosed_quote(source):
            self.notes.append(Note("unclosed", Message("A quotation mark was not closed.")))
        self.lexemes = balance(lexemes, self.notes)
        self.at = 0
        self.held: Counter[str] = Counter()

    def peek(self) -> str:
        """The kind of the next lexeme, "" at the end."""
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else ""

    def take(self) -> Lexeme:
        self.at += 1
        return self.lexemes[self.at - 1]

    def conjunction(self, field: str) -> Node | None:
        """One or more alternatives, side by side: all of them must match."""
        found: list[Node] = []
        while self.peek() not in ("", ")"):
            if self.peek() == "AND":
                self.take()
                if not found or self.peek() in ("", ")", "AND", "OR"):
                    self.stray("AND")
            elif node := self.alternatives(field):
                found.extend(node.nodes if isinstance(node, And) else (node,))
        return join(And, found)

    def alternatives(self, field: str) -> Node | None:
        """One or more terms with OR between them: one of them must match."""
        found: list[Node] = []
        joined = False
        while True:
            while self.peek() == "OR":
                self.take()
                self.stray("OR")
            if self.peek() in ("", ")", "AND"):
                if joined:
                    self.stray("OR")
                return join(Or, found)
            if node := self.negation(field):
                found.extend(node.nodes if isinstance(node, Or) else (node,))
            if self.peek() != "OR":
                return join(Or, found)
            self.take()
            joined = True

    def negation(self, field: str) -> Node | None:
        """A term with any number of minus signs or NOT before it."""
        negative = False
        while self.peek() in ("-", "NOT"):
            sign = self.take()
            if self.peek() in ("", ")", "AND", "OR"):
                if sign.kind == "NOT":
                    self.stray("NOT")
                return None
            negative = not negative
        node = self.term(field)
        if negative and node:
            return node.node if isinstance(node, Not) else Not(node)
        return node

    def term(self, field: str) -> Node | None:
        """A group, a phrase or a word, with the name of a field before it or not."""
        named: list[str] = []
        while self.peek() == "field":
            named.append(self.take().text)
        field = named[-1] if named else field
        node, told, held = None, len(self.notes), self.held[field]
        if self.peek() == "(":
            self.take()
            node = self.conjunction(field)
            self.take()
        elif self.peek() in ("word", "phrase"):
            node = self.leaves.read(self.take(), field)
            self.held[field] += node is not None
        if self.held[field] > held or len(self.notes) > told:
            named = named[:-1]
        self.notes += [
            Note("dropped", Message("Nothing follows “%(name)s:”; it was left out.", name=name))
            for name in named
        ]
        return node

    def stray(self, operator: str) -> None:
        said = Message("“%(word)s” has nothing to join; it was left out.", word=operator)
        self.notes.append(Note("operator", said))


def join(kind: type[And] | type[Or], nodes: list[Node]) -> Node | None:
    """`nodes` under one node, the node itself where there is only one, None where none is."""
    different = tuple(dict.fromkeys(nodes))
    if not different:
        return None
    return different[0] if len(different) == 1 else kind(different)


def balance(lexemes: list[Lexeme], notes: list[Note]) -> list[Lexeme]:
    """`lexemes` with each parenthesis closed, and without those deeper than 20."""
    balanced: list[Lexeme] = []
    depth = 0
    for lexeme in lexemes:
        if lexeme.kind == "(":
            depth += 1
            if depth > DEEPEST:
                notes.append(TOO_DEEP)
                continue
        elif lexeme.kind == ")":
            if depth == 0:
                notes.append(Note("unclosed", Message("A “)” closes nothing; it was left out.")))
                continue
            depth -= 1
            if depth >= DEEPEST:
                continue
        balanced.append(lexeme)
    if depth:
        notes.append(Note("unclosed", Message("A “(” was not closed; it was read to the end.")))
    return balanced + [Lexeme(")", ")")] * min(depth, DEEPEST)
