"""How is a search answered by Whoosh's own searcher, one document after another?

The plain implementation: exhaustive, slow, and easy to believe. Whoosh's matchers give the
documents, positions and BM25F scores of single terms; everything above that is set algebra here,
so that none of the faults of Whoosh's compound matchers can get in.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from whoosh.scoring import BM25F
from whoosh.searching import Searcher

from searchsvc import text
from searchsvc.bonus import BEST, bonus
from searchsvc.day import bars, first_day, last_day
from searchsvc.engine.whoosh.schema import UNDATED_DAY, stored_article
from searchsvc.query import (
    FILTER_OF,
    FORM_FIELDS,
    TEXT_FIELDS,
    And,
    Every,
    Facet,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Phrase,
    Range,
    Search,
    Word,
    leaves,
    scores,
)
from searchsvc.results import Bar, Count, Expansion, Hit, Results

MOST_TERMS = 1_000
"""How many terms a pattern or a fuzzy word may stand for."""

Scores = dict[int, float]
"""The matching document numbers, each with its score."""


class PlainSearch:
    """One search over one `searcher`, which belongs to the calling thread alone."""

    def __init__(self, searcher: Searcher) -> None:
        self.searcher = searcher
        self.reader = searcher.reader()
        self.expanded: dict[Leaf, Expansion] = {}
        self.event_docs = {name: self.term("event", name) for name in self.lexicon("event")}
        self.columns = {
            name: self.reader.column_reader(name)
            for name in ("first", "last", "visible", "category_name", "language_name")
        }
        names = self.columns["language_name"]
        self.languages = {names[doc].decode() for doc in range(self.reader.doc_count_all())}

    def answer(self, search: Search) -> Results:
        """The answer to `search`."""
        visible = self.columns["visible"]
        matches = {
            doc: score
            for doc, score in self.match(search.query).items()
            if visible[doc] <= search.now
        }
        passing = {
            name: {doc for doc in matches if self.passes(doc, name, values)}
            for name, values in search.filters.items()
        }

        def under(own: str) -> set[int]:
            return set(matches).intersection(
                *(docs for name, docs in passing.items() if name != own)
            )

        found = under("")
        ranked = self.boosted(search, {doc: matches[doc] for doc in found})
        order = self.order(search, ranked)
        return Results(
            total=len(found),
            hits=tuple(
                Hit(stored_article(self.searcher.stored_fields(doc)), ranked[doc])
                for doc in order[search.offset : search.offset + search.limit]
            ),
            facets={
                facet.name: self.count(facet, under(FILTER_OF[facet.name]))
                for facet in search.facets
            },
            histogram=self.histogram(under("date")) if search.histogram else (),
            expanded=self.expanded,
        )

    # Matching

    def match(self, node: Node) -> Scores:
        """The documents that match `node`."""
        match node:
            case Every():
                return dict.fromkeys(self.reader.all_doc_ids(), 0.0)
            case Word(_, fields, terms):
                return self.terms((field, term) for field in fields for term in terms)
            case Pattern() | Fuzzy():
                return self.terms(
                    (field, term) for term in self.expand(node).terms for field in places(node)
                )
            case Phrase(_, fields, words, distance):
                return total(self.phrase(field, words, distance) for field in fields)
            case Range():
                return self.range(node)
            case And(nodes):
                parts = [self.match(part) for part in nodes]
                common = set(parts[0]).intersection(*parts[1:])
                return {doc: sum(part[doc] for part in parts) for doc in common}
            case Or(nodes, least):
                parts = [self.match(part) for part in nodes]
                held = Counter(doc for part in parts for doc in part)
                return {doc: score for doc, score in total(parts).items() if held[doc] >= least}
            case Not(part):
                without = self.match(part)
                return {doc: 0.0 for doc in self.reader.all_doc_ids() if doc not in without}

    def terms(self, places: Iterable[tuple[str, str]]) -> Scores:
        """The documents with any (field, term) of `places`."""
        return total(self.term(field, name) for field, name in places)

    def term(self, field: str, name: str) -> Scores:
        """The documents with one term; Whoosh's BM25F in text fields, 0 elsewhere."""
        if (field, name) not in self.reader:
            return {}
        scoring = field in TEXT_FIELDS + FORM_FIELDS
        matcher = self.searcher.postings(field, name, weighting=BM25F() if scoring else None)
        found: Scores = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.score() if scoring else 0.0
            matcher.next()
        return found

    def positions(self, field: str, name: str) -> dict[int, list[int]]:
        """Where one term stands in each of its documents."""
        if (field, name) not in self.reader:
            return {}
        matcher = self.searcher.postings(field, name)
        found: dict[int, list[int]] = {}
        while matcher.is_active():
            found[matcher.id()] = matcher.value_as("positions")
            matcher.next()
        return found

    def phrase(
        self, field: str, words: tuple[tuple[str, ...], ...], distance: int | None
    ) -> Scores:
        """The documents whose `field` holds `words` in order, or near each other."""
        entries = words if distance is None else tuple(dict.fromkeys(words))
        places = []
        for alternatives in entries:
            merged: dict[int, set[int]] = defaultdict(set)
            for name in alternatives:
                for doc, found in self.positions(field, name).items():
                    merged[doc].update(found)
            places.append(merged)
        holding = {
            doc
            for doc in set(places[0]).intersection(*places[1:])
            if holds([place[doc] for place in places], distance)
        }
        names = {name for alternatives in words for name in alternatives}
        scored = self.terms((field, name) for name in sorted(names))
        return {doc: scored[doc] for doc in holding}

    def range(self, node: Range) -> Scores:
        """The documents published, or speaking of a time, wholly between two days."""
        low = first_day(node.first) if node.first else date.min
        high = last_day(node.last) if node.last else date.max
        if node.field == "event":
            covered = [
                term
                for term in self.lexicon("event")
                if term[0].isdigit() and low <= first_day(term) and last_day(term) <= high
            ]
            return self.terms(("event", term) for term in covered)
        first, last = self.columns["first"], self.columns["last"]
        return {
            doc: 0.0
            for doc in self.reader.all_doc_ids()
            if low.toordinal() <= first[doc] and last[doc] <= high.toordinal()
        }

    # Expansions

    def lexicon(self, field: str) -> list[str]:
        """All terms of `field`, in order."""
        return [term.decode() for term in self.reader.lexicon(field)]

    def expand(self, leaf: Pattern | Fuzzy) -> Expansion:
        """The terms that `leaf` stands for; over 1,000 of them the most frequent."""
        if leaf not in self.expanded:
            frequency: Counter[str] = Counter()
            fits = fitting(leaf)
            for field in places(leaf):
                for name in self.lexicon(field):
                    if fits(name):
                        frequency[name] += self.reader.doc_frequency(field, name)
            best = sorted(frequency, key=lambda name: (-frequency[name], name))[:MOST_TERMS]
            self.expanded[leaf] = Expansion(tuple(sorted(best)), len(frequency) > MOST_TERMS)
        return self.expanded[leaf]

    # The second stage

    def boosted(self, search: Search, found: Scores) -> Scores:
        """`found`, the best of them with the bonus for words as they were typed."""
        asked = [
            leaf
            for leaf in leaves(search.query)
            if isinstance(leaf, Word | Phrase) and leaf.spellings and scores(leaf)
        ]
        if not asked:
            return found
        held = Counter(doc for leaf in asked for doc in self.as_typed(leaf))
        best = self.order(search, found)[:BEST] if search.sort == "relevance" else []
        return found | {doc: found[doc] * bonus(held[doc] / len(asked)) for doc in best}

    def as_typed(self, leaf: Word | Phrase) -> set[int]:
        """The documents of which one field holds all words of `leaf` as typed."""
        words = (leaf.terms,) if isinstance(leaf, Word) else leaf.words
        pairs = list(zip(leaf.spellings, words, strict=True))
        return {
            doc
            for forms, fields in (("title_forms", ("title",)), ("body_forms", ("body", "caption")))
            if (looked := tuple(field for field in leaf.fields if field in fields))
            for doc in set.intersection(
                *(
                    self.typed(spelling, spelling in terms, forms, looked)
                    for spelling, terms in pairs
                )
            )
        }

    def typed(self, spelling: str, is_term: bool, forms: str, fields: tuple[str, ...]) -> set[int]:
        """The documents that hold one spelling in `fields`, whose spellings stand in `forms`."""
        found = set(self.often(forms, spelling))
        if is_term:
            often = Counter[int]()
            for field in fields:
                often.update(self.often(field, spelling))
            for form in self.lexicon(forms):
                plain = form.startswith(spelling) and form == text.fold(form)
                if plain and spelling in {text.term(form, each) for each in self.languages}:
                    often.subtract(self.often(forms, form))
            found.update(doc for doc, count in often.items() if count > 0)
        return found

    def often(self, field: str, name: str) -> dict[int, int]:
        """How often each document holds one term."""
        if (field, name) not in self.reader:
            return {}
        matcher = self.searcher.postings(field, name)
        found: dict[int, int] = {}
        while matcher.is_active():
            found[matcher.id()] = int(matcher.weight())
            matcher.next()
        return found

    # Filters, order, counts

    def passes(self, doc: int, name: str, values: frozenset[str]) -> bool:
        """Whether `doc` has one of `values` in the filter `name`."""
        match name:
            case "category" | "language":
                return self.columns[f"{name}_name"][doc].decode() in values
            case "date":
                first, last = self.columns["first"][doc], self.columns["last"][doc]
                if first == UNDATED_DAY:
                    return "undated" in values
                return any(
                    first_day(value).toordinal() <= first and last <= last_day(value).toordinal()
                    for value in values - {"undated"}
                )
            case _:
                return bool(self.events(doc) & values)

    def events(self, doc: int) -> set[str]:
        """The event terms of `doc`."""
        return {name for name, docs in self.event_docs.items() if doc in docs}

    def order(self, search: Search, found: Scores) -> list[int]:
        """The documents in the order of `search.sort`; ties by newest date, then id."""
        first = self.columns["first"]
        sort = search.sort
        if sort == "relevance" and not any(map(scores, leaves(search.query))):
            sort = "newest"

        def key(doc: int) -> tuple[float, ...]:
            day = first[doc]
            undated = day == UNDATED_DAY
            score = -round(found[doc], 6) if sort == "relevance" else 0.0
            return (score, undated, day if sort == "oldest" else -day)

        return sorted(sorted(found, key=self.article_id), key=key)

    def article_id(self, doc: int) -> str:
        """The id of `doc`."""
        return stored_article(self.searcher.stored_fields(doc)).id

    def count(self, facet: Facet, docs: set[int]) -> tuple[Count, ...]:
        """How many of `docs` have each value of `facet`, in the facet's order."""
        tally: Counter[str] = Counter()
        for doc in docs:
            tally.update(self.values(facet, doc))
        match facet.name:
            case "category" | "language":
                order = sorted(tally, key=lambda value: (-tally[value], value))
            case "year":
                order = sorted(tally, key=lambda value: (value != "undated", value), reverse=True)
            case "event_year":
                order = sorted(tally, reverse=True)
            case _:
                order = sorted(tally)
        return tuple(Count(value, tally[value]) for value in order)

    def values(self, facet: Facet, doc: int) -> list[str]:
        """The values of `facet` that `doc` has."""
        match facet.name:
            case "category" | "language":
                return [self.columns[f"{facet.name}_name"][doc].decode()]
            case "event_year":
                return [term for term in self.events(doc) if len(term) == 4]
        first, last = self.columns["first"][doc], self.columns["last"][doc]
        if first == UNDATED_DAY:
            return ["undated"] if facet.name == "year" else []
        start, end = (date.fromordinal(day).isoformat() for day in (first, last))
        match facet.name:
            case "year":
                return [start[:4]]
            case "month":
                return [start[:7]] if start[:7] == end[:7] and start[:4] in facet.inside else []
            case "day":
                return [start] if start == end and start[:7] in facet.inside else []
            case _:
                return [start[5:]] if start == end else []

    def histogram(self, docs: set[int]) -> tuple[Bar, ...]:
        """`docs` by their dates, in at most 60 bars."""
        first, last = self.columns["first"], self.columns["last"]
        spans = [(first[doc], last[doc]) for doc in docs if first[doc] != UNDATED_DAY]
        if not spans:
            return ()
        low, high = min(start for start, _ in spans), max(end for _, end in spans)
        return tuple(
            Bar(
                start.isoformat(),
                end.isoformat(),
                sum(start.toordinal() <= a and b <= end.toordinal() for a, b in spans),
            )
            for start, end in bars(date.fromordinal(low), date.fromordinal(high), finest(spans))
        )


def finest(spans: list[tuple[int, int]]) -> str:
    """The finest unit that at least half of the dates lie within."""
    for unit, length in (("day", 1), ("month", 31)):
        if sum(end - start < length for start, end in spans) * 2 >= len(spans):
            return unit
    return "year"


def total(parts: Iterable[Scores]) -> Scores:
    """All documents of `parts`, their scores added."""
    added: Scores = {}
    for part in parts:
        for doc, score in part.items():
            added[doc] = added.get(doc, 0.0) + score
    return added


def places(leaf: Pattern | Fuzzy) -> tuple[str, ...]:
    """The index fields whose lexicons `leaf` is looked up in: unstemmed forms besides terms."""
    title, body = FORM_FIELDS
    forms = {"title": title, "body": body, "caption": body}
    return tuple(
        dict.fromkeys((*leaf.fields, *(forms[field] for field in leaf.fields if field in forms)))
    )


def fitting(leaf: Pattern | Fuzzy) -> Callable[[str], bool]:
    """A test whether `leaf` stands for a term."""
    if isinstance(leaf, Fuzzy):
        wanted, distance = leaf.term, leaf.distance
        return lambda term: term[:1] == wanted[:1] and edits(term, wanted, distance) <= distance
    pattern = re.compile(".*".join(map(re.escape, leaf.pattern.split("*"))), re.DOTALL)
    return lambda term: pattern.fullmatch(term) is not None


def edits(one: str, other: str, most: int) -> int:
    """How many letters must be inserted, deleted, replaced or swapped; above `most`, any more.

    Optimal string alignment: no piece is edited twice.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, above, row = row, before, [i]
        for j, sign in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != sign))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == sign:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
    return row[-1]


def holds(places: list[set[int]], distance: int | None) -> bool:
    """Whether one position from each of `places` can be chosen as a phrase asks.

    Without `distance` they follow each other; else they lie in a window with at most `distance`
    positions more than there are places.
    """
    if distance is None:
        return any(
            all(start + step in place for step, place in enumerate(places)) for start in places[0]
        )
    events = sorted((position, index) for index, place in enumerate(places) for position in place)
    latest: dict[int, int] = {}
    for position, index in events:
        latest[index] = position
        window = position - min(latest.values()) + 1
        if len(latest) == len(places) and window - len(places) <= distance:
            return True
    return False
