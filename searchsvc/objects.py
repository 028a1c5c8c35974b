"""How do found articles look as JSON? Objects of the JSON API, which `--json` prints as well.

Every key is always there; what an article does not have is None, or an empty list.
"""

from markupsafe import Markup

from searchsvc.article import Article, Mention
from searchsvc.evidence import sentence
from searchsvc.highlight import Found, snippet
from searchsvc.results import Hit
from searchsvc.search import More, Page, PageHit

FACETS = ("category", "year", "month", "day", "language", "event_year")

Object = dict[str, object]


def search_object(page: Page) -> Object:
    """A page of results; `took_ms` is in milliseconds, snippets are HTML with `<mark>` only."""
    return {
        "query": {
            "text": page.request.q,
            "read_as": page.read_as,
            "notes": [{"code": note.code, "text": note.text} for note in page.notes],
            "match": page.match,
        },
        "total": page.total,
        "page": page.request.page,
        "pages": page.pages,
        "per_page": page.request.per_page,
        "took_ms": round(page.took * 1000, 1),
        "suggestion": page.suggestion,
        "hits": [page_hit_object(hit) for hit in page.hits],
        "more": more_object(page.more) if page.more else None,
        "facets": {
            name: [
                {"value": choice.value, "count": choice.count, "selected": choice.selected}
                for choice in page.facets.get(name, ())
            ]
            for name in FACETS
        },
        "histogram": [
            {"start": bar.start, "end": bar.end, "count": bar.count} for bar in page.histogram
        ],
    }


def more_object(more: More) -> Object:
    """Articles that hold most of the words, each with those that it lacks."""
    return {
        "total": more.total,
        "hits": [page_hit_object(hit) | {"missing": list(hit.missing)} for hit in more.hits],
    }


def page_hit_object(hit: PageHit) -> Object:
    """One hit of a page."""
    return hit_object(hit.article, hit.score, hit.snippet)


def hit_object(article: Article, score: float, passage: Markup) -> Object:
    """An article among others, with the `passage` (HTML) that shows why it is there."""
    return {
        "id": article.id,
        "title": article.title,
        "url": article.url or None,
        "category": article.category or None,
        "date": article.date,
        "language": article.language or None,
        "authors": list(article.authors),
        "excerpt": article.excerpt,
        "snippet": str(passage),
        "score": score,
    }


def plain_hit(hit: Hit) -> Object:
    """An article that no words were looked for in, with its beginning."""
    return hit_object(hit.article, hit.score, opening(hit.article))


def opening(article: Article) -> Markup:
    """The beginning of a body, or of the caption where there is no body, as a snippet."""
    nothing = Found(frozenset(), frozenset())
    written = article.body or (article.image.caption if article.image else "")
    return snippet(written, article.language, nothing)


def article_object(
    article: Article, related: tuple[Hit, ...], translations: tuple[Hit, ...]
) -> Object:
    """One whole article with its `related` ones and the same piece in other languages.

    `visible_from` is in seconds since 1970; the offsets of mentions count code points of
    their `field`.
    """
    image = article.image
    return {
        "id": article.id,
        "title": article.title,
        "body": article.body,
        "category": article.category or None,
        "date": article.date,
        "language": article.language or None,
        "url": article.url or None,
        "source": article.source or None,
        "authors": list(article.authors),
        "tags": list(article.tags),
        "updated": article.updated,
        "excerpt": article.excerpt,
        "status": article.status,
        "note": article.note or None,
        "visible_from": article.visible_from,
        "image": {"url": image.url or None, "caption": image.caption or None} if image else None,
        "translation_of": article.translation_of or None,
        "aliases": list(article.aliases),
        "implied_date": article.implied_date,
        "mentions": [mention_object(article, mention) for mention in article.mentions],
        "related": [plain_hit(hit) for hit in related],
        "translations": [plain_hit(hit) for hit in translations],
    }


def mention_object(article: Article, mention: Mention) -> Object:
    """A date found in `article`, with the sentence (HTML) around it."""
    written = article.title if mention.field == "title" else article.body
    return {
        "field": mention.field,
        "start": mention.start,
        "end": mention.end,
        "value": mention.value,
        "precision": mention.precision,
        "year_source": mention.year_source,
        "sentence": str(sentence(written, mention.start, mention.end)),
    }
