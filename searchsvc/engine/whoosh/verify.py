"""Does a generation open, hold what it should, and answer? Asked before it is published."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from searchsvc import text
from searchsvc.article import NEVER, UNKNOWN_LANGUAGE
from searchsvc.cache import Cache
from searchsvc.engine.whoosh.schema import stored_article
from searchsvc.engine.whoosh.segment import Segment, open_segments
from searchsvc.errors import IndexDamaged


@dataclass(frozen=True, slots=True)
class Facts:
    """What the files of a generation hold."""

    articles: int
    languages: tuple[str, ...]
    withdrawn: int
    embargoed: int


def verify(folder: Path, now: int) -> Facts:
    """Open the generation in `folder` and ask it for an article of each segment.

    `embargoed` counts the articles that are hidden at `now`. Raises IndexDamaged if an answer is
    not right.
    """
    articles = withdrawn = embargoed = 0
    languages: set[str] = set()
    for segment in open_segments(folder, Cache(0)):
        live = np.ones(segment.doc_count, bool)
        if segment.deleted is not None:
            live[segment.deleted] = False
        visible = segment.numbers("visible")[live]
        articles += int(live.sum())
        withdrawn += int((visible == NEVER).sum())
        embargoed += int(((visible > now) & (visible < NEVER)).sum())
        languages.update(segment.terms("language"))
        if live.any():
            ask(segment, int(live.argmax()))
    return Facts(articles, tuple(sorted(languages - {UNKNOWN_LANGUAGE})), withdrawn, embargoed)


def ask(segment: Segment, doc: int) -> None:
    """Look the document up by its id and by its first word. Raises IndexDamaged."""
    article = stored_article(segment.stored(doc))
    places = [("id", article.id)]
    for field, written in (("title", article.title), ("body", article.body)):
        places += [(field, text.term(word, article.language)) for word in text.words(written)[:1]]
    for field, term in places:
        postings = segment.postings(field, term)
        if postings is None or doc not in postings.docs:
            raise IndexDamaged(
                f"The new generation does not find article {article.id!r} by its {field};"
                " it was not published."
            )
