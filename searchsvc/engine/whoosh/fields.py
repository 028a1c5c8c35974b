"""Which fields does the Whoosh index have?

Only classes of stock Whoosh stand in the schema, so that Whoosh 2.7.4 alone opens the index. What
goes into each field says `schema`.
"""

import hashlib

from whoosh.analysis import SpaceSeparatedTokenizer
from whoosh.columns import NumericColumn, RefBytesColumn
from whoosh.fields import COLUMN, ID, KEYWORD, STORED, TEXT, Schema

from searchsvc.engine.whoosh.schema import UNDATED_DAY


def schema() -> Schema:
    """The fields: those with terms, then the columns, then what is stored with each article.

    Columns: `first` and `last` day of the publication date as proleptic ordinals (int32,
    UNDATED_DAY if unknown), `visible` (int64 seconds since 1970), `category_name` and
    `language_name` (UTF-8, as facets show them). Stored: `title`, `body` as they came, `article`
    (JSON of all other fields).
    """
    fields = {
        "id": ID(unique=True),
        "alias": KEYWORD(),
        "title": TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
        "body": TEXT(analyzer=SpaceSeparatedTokenizer(), stored=True),
        "caption": TEXT(analyzer=SpaceSeparatedTokenizer()),
        "title_forms": TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
        "body_forms": TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False),
        "category": KEYWORD(),
        "author": KEYWORD(),
        "tag": KEYWORD(),
        "source": KEYWORD(),
        "language": ID(),
        "translation": ID(),
        "date": ID(),
        "on": ID(),
        "event": KEYWORD(),
        "first": COLUMN(NumericColumn("i", default=UNDATED_DAY)),
        "last": COLUMN(NumericColumn("i", default=UNDATED_DAY)),
        "visible": COLUMN(NumericColumn("q", default=0)),
        "category_name": COLUMN(RefBytesColumn()),
        "language_name": COLUMN(RefBytesColumn()),
        "article": STORED(),
    }
    return Schema(**fields)


def digest() -> str:
    """16 hex digits that change whenever the fields do."""
    fields = sorted((name, repr(kind)) for name, kind in schema().items())
    return hashlib.sha256(repr(fields).encode()).hexdigest()[:16]
