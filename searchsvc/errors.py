"""What can go wrong, and how does each failure end: as which HTTP status, as which exit code?

SearchsvcError                 500  1
├── BadQuery                   400  2   a query that is refused: too long, too many words
├── BadValue                   400  2   a parameter, option or setting that can't be read
├── NotFound                   404  1   no such article, page or day
├── Withdrawn                  410  1   the article was taken back; the message is the reason
├── BadSource                  500  1   a source that can't be read at all
├── BadRecord                  500  1   one record of a source that can't be read (strict runs only)
├── IndexShrank                500  1   a new generation would lose too much of the live one
├── IndexLocked                503  3   somebody else is writing
└── IndexUnusable              503  4
    ├── IndexMissing           503  4   nothing has been built here yet
    ├── IndexDamaged           503  4   files are missing or not what they were
    └── IndexOutdated          503  4   written by another version; `searchsvc reindex` renews it
"""


class SearchsvcError(Exception):
    """Any failure that a person is told about in one sentence."""

    status = 500
    exit_code = 1


class BadQuery(SearchsvcError):
    """Raised when a query is refused as a whole."""

    status = 400
    exit_code = 2


class BadValue(SearchsvcError):
    """Raised when a parameter, an option or a setting has a value that can't be read."""

    status = 400
    exit_code = 2


class NotFound(SearchsvcError):
    """Raised when there is no such article, page of results or calendar day."""

    status = 404


class Withdrawn(SearchsvcError):
    """Raised when an article was taken back; the message is the reason that was given."""

    status = 410


class BadSource(SearchsvcError):
    """Raised when a source can't be read at all."""


class BadRecord(SearchsvcError):
    """Raised when one record of a source can't be made into an article."""


class IndexShrank(SearchsvcError):
    """Raised when a new generation holds far fewer articles than the live one."""


class IndexLocked(SearchsvcError):
    """Raised when another process is writing to the index."""

    status = 503
    exit_code = 3


class IndexUnusable(SearchsvcError):
    """Raised when there is no index that can answer."""

    status = 503
    exit_code = 4


class IndexMissing(IndexUnusable):
    """Raised when nothing has been built in the index folder yet."""


class IndexDamaged(IndexUnusable):
    """Raised when files of the index are missing or are not what they were."""


class IndexOutdated(IndexUnusable):
    """Raised when the index was written by another version of schema or analysis."""
