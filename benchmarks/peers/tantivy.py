"""How is tantivy asked? Through its Python package, with columns for what is counted and sorted."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import tantivy as t

from peers import PASSAGE, TITLE_WEIGHT, Answer, Ask, Entry, Hit, read

FACETS = {name: {"terms": {"field": name, "size": 200}} for name in ("category", "year")}


def schema() -> t.Schema:
    """Words stemmed, all texts stored."""
    made = t.SchemaBuilder()
    for name in ("title", "body"):
        made.add_text_field(name, stored=True, tokenizer_name="words")
    made.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    made.add_text_field(
        "category", stored=True, fast=True, tokenizer_name="raw", index_option="basic"
    )
    made.add_text_field("monthday", tokenizer_name="raw", index_option="basic")
    made.add_integer_field("year", fast=True, indexed=True)
    made.add_date_field("date", stored=True, fast=True, indexed=True)
    return made.build()


def words() -> t.TextAnalyzer:
    """Words in lower case, stemmed by Snowball."""
    plain = t.TextAnalyzerBuilder(t.Tokenizer.simple()).filter(t.Filter.lowercase())
    return plain.filter(t.Filter.stemmer("english")).build()


def opened(folder: Path) -> t.Index:
    """The index in `folder`, which may be empty."""
    index = t.Index(schema(), path=str(folder))
    index.register_tokenizer("words", words())
    return index


def build(archive: Path, folder: Path, jobs: int) -> None:
    """In `jobs` threads of tantivy's."""
    writer = opened(folder).writer(heap_size=256 << 20, num_threads=jobs)
    for said in read(archive):
        writer.add_document(
            t.Document(
                id=said["id"],
                title=said["title"],
                body=said["body"],
                category=said["category"],
                year=int(said["date"][:4]),
                date=datetime.fromisoformat(said["date"]),
                monthday=said["date"][5:],
            )
        )
    writer.commit()
    writer.wait_merging_threads()


class Searcher:
    """One searcher, safe for threads."""

    def __init__(self, folder: Path) -> None:
        self._index = opened(folder)
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def prepare(self, entry: Entry) -> Ask | None:
        query = self._query(entry)
        if "category" in entry:
            query = both(query, self._term("category", entry["category"]))
        if "year" in entry:
            query = both(query, t.Query.term_query(self._schema, "year", entry["year"]))
        order: dict[str, Any] = {}
        if entry.get("sort") == "date" or "month" in entry or "matchall" in entry:
            order = {"order_by_field": "date", "order": t.Order.Desc}
        marked = "month" not in entry and "matchall" not in entry
        return partial(self._ask, query, order, marked)

    def _term(self, field: str, value: object) -> t.Query:
        return t.Query.term_query(self._schema, field, value, "basic")

    def _query(self, entry: Entry) -> t.Query:
        if "matchall" in entry:
            return t.Query.all_query()
        if "month" in entry:
            return self._term("monthday", f"{entry['month']:02}-{entry['day']:02}")
        if "prefix" in entry:
            return either(
                *(
                    t.Query.regex_query(self._schema, field, f"{entry['prefix']}.*")
                    for field in ("title", "body")
                )
            )
        if "fuzzy" in entry:
            (term,) = words().analyze(entry["fuzzy"])
            return either(
                *(
                    t.Query.fuzzy_term_query(self._schema, field, term, 1)
                    for field in ("title", "body")
                )
            )
        if "phrase" in entry:
            written = f'"{" ".join(entry["phrase"])}"'
        else:
            parts = [f"+{word}" for word in entry.get("must", ())]
            for name in ("should", "should_group"):
                if name in entry:
                    parts.append(f"+({' OR '.join(entry[name])})")
            parts += [f"-{word}" for word in entry.get("must_not", ())]
            written = " ".join(parts)
        return self._index.parse_query(
            written, ["title", "body"], field_boosts={"title": TITLE_WEIGHT}
        )

    def _ask(self, query: t.Query, order: dict[str, Any], marked: bool) -> Answer:
        found = self._searcher.search(query, 10, count=True, **order)
        counts = self._searcher.aggregate(query, FACETS)
        generator = None
        if marked:
            generator = t.SnippetGenerator.create(self._searcher, query, self._schema, "body")
            generator.set_max_num_chars(PASSAGE)
        hits = []
        for _, address in found.hits:
            held = self._searcher.doc(address)
            passage = generator.snippet_from_doc(held).to_html() if generator else ""
            hits.append(
                Hit(
                    held["id"][0],
                    held["title"][0],
                    held["date"][0].date().isoformat(),
                    held["category"][0],
                    passage or held["body"][0][:200],
                )
            )
        categories, years = (
            {each["key"]: each["doc_count"] for each in counts[name]["buckets"]} for name in FACETS
        )
        return Answer(found.count, hits, categories, {int(y): n for y, n in years.items()})


def both(query: t.Query, limit: t.Query) -> t.Query:
    """What matches both, scored by `query` alone."""
    limit = t.Query.const_score_query(limit, 0.0)
    return t.Query.boolean_query([(t.Occur.Must, query), (t.Occur.Must, limit)])


def either(title: t.Query, body: t.Query) -> t.Query:
    """What matches in one of the texts."""
    title = t.Query.boost_query(title, TITLE_WEIGHT)
    return t.Query.boolean_query([(t.Occur.Should, title), (t.Occur.Should, body)])
