"""How do articles become a segment of a Whoosh index, fast and in bounded memory?

Pieces of texts are numbered while articles come in; at the end each field's terms are sorted, all
at once, and encoded. What goes into which field is `schema.row`'s to say: a test compares.
"""

from array import array
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import orjson
from whoosh.codec.whoosh3 import W3Segment

from searchsvc.article import (
    NEVER,
    UNCATEGORISED,
    UNDATED,
    UNKNOWN_LANGUAGE,
    Article,
    to_record,
    visible_at,
)
from searchsvc.day import first_day, last_day
from searchsvc.engine.whoosh.columns import (
    LABELS,
    NUMBERS,
    StoredWriter,
    write_labels,
    write_numbers,
)
from searchsvc.engine.whoosh.encode import PostingsWriter
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.gather import gathered
from searchsvc.engine.whoosh.layout import (
    BLOCK_LIMIT,
    Ints,
    length_bytes,
)
from searchsvc.engine.whoosh.schema import UNDATED_DAY, event_terms
from searchsvc.engine.whoosh.summed import SummedFile
from searchsvc.engine.whoosh.toc import new_segment, write_segment_info
from searchsvc.engine.whoosh.vocabulary import Numbering, Vocabulary

TEXTS = ("title", "body", "caption")
FORMS = {"title_forms": ("title",), "body_forms": ("body", "caption")}
"""The fields of forms, and the fields whose words they are of."""


class Stream:
    """The terms or pieces of one field of all documents, as numbers, end to end."""

    def __init__(self) -> None:
        self.numbers = array("i")
        self.sizes = array("i")

    def add(self, numbers: bytes) -> None:
        """Append those of the next document, int32 each."""
        self.numbers.frombytes(numbers)
        self.sizes.append(len(numbers) // self.numbers.itemsize)

    def arrays(self) -> tuple[Ints, Ints]:
        """The numbers, and how many each document has."""
        return np.array(self.numbers, np.int32), np.array(self.sizes, np.int32)


class SegmentBuilder:
    """One segment in the making.

    `vocabulary` may be handed on from builder to builder of one process. `limit` is the number of
    postings in a block, `level` and `stored_level` zlib's for blocks and for stored fields.
    `words` counts, roughly, those that were put in.
    """

    def __init__(
        self,
        folder: Path,
        vocabulary: Vocabulary | None = None,
        limit: int = BLOCK_LIMIT,
        level: int = 0,
        stored_level: int = 1,
    ) -> None:
        self._folder = folder
        self._vocabulary = Vocabulary() if vocabulary is None else vocabulary
        self._limit = limit
        self._level = level
        self._segment = new_segment()
        self._fields = {name: kind for name, kind in schema().items() if kind.indexed}
        self._streams = {name: Stream() for name in self._fields if name not in FORMS}
        self._names = {name: Numbering() for name in self._streams if name not in TEXTS}
        self._numbers = {name: array("q") for name in NUMBERS}
        self._labels = {name: (Numbering({"": 0}), array("i")) for name in LABELS}
        self._days: dict[str | None, tuple[int, int]] = {None: (UNDATED_DAY, UNDATED_DAY)}
        self._files: list[SummedFile] = []
        self._stored = StoredWriter(self._file("._stored.col"), stored_level)
        self.documents = 0
        self.words = 0

    def add(self, article: Article) -> int:
        """Put in the next article; its document number.

        Raises ValueError, leaving it out, if a text can't be written as UTF-8 or the date is none.
        """
        record = to_record(article)
        record["title"] = record["body"] = ""
        try:
            rest = orjson.dumps(record).decode()
        except orjson.JSONEncodeError as error:
            raise ValueError(str(error)) from error
        days = self._first_and_last(article.date or None)
        self._stored.add({"article": rest, "body": article.body, "title": article.title})
        caption = article.image.caption if article.image else ""
        for name, written in zip(TEXTS, (article.title, article.body, caption), strict=True):
            stream = self._streams[name]
            stream.add(self._vocabulary.numbers(written, article.language) if written else b"")
            self.words += stream.sizes[-1]
        for name, terms in self._terms(article).items():
            stream = self._streams[name]
            stream.sizes.append(len(terms))
            if terms:
                stream.numbers.extend(map(self._names[name].__getitem__, terms))
        for column, value in zip(NUMBERS, (*days, visible_number(article)), strict=True):
            self._numbers[column].append(value)
        labels = (article.category or UNCATEGORISED, article.language or UNKNOWN_LANGUAGE)
        for column, label in zip(LABELS, labels, strict=True):
            values, ordinals = self._labels[column]
            ordinals.append(values[label])
        self.documents += 1
        return self.documents - 1

    def finish(self) -> W3Segment:
        """Write all files of the segment. Raises ValueError if it holds no article."""
        if not self.documents:
            raise ValueError("a segment holds at least one article")
        self._stored.finish()
        self._write_columns()
        writer = PostingsWriter(self._folder, self._segment.segment_id(), self._limit, self._level)
        lengths: dict[str, int] = {}
        for name in sorted(self._fields):
            numbers, sizes, terms = self._tokens(name)
            if not len(numbers):
                continue
            kind = self._fields[name]
            length = None
            if kind.scorable:
                lengths[name] = len(numbers)
                length = length_bytes(sizes)
                self._write(f"._{name}_len.col", write_numbers(length, "u1", 0))
            for lists in gathered(numbers, sizes, terms, kind.format):
                writer.write(name, lists, length)
        self._files += writer.close()
        self._segment.set_doc_count(self.documents)
        self._segment._fieldlengths = lengths
        write_segment_info(self._folder, self._segment, self._files)
        return self._segment

    def discard(self) -> None:
        """Close and remove the files of a segment that will not be finished."""
        for file in self._files:
            file.close()
            (self._folder / file.name).unlink()

    def _terms(self, article: Article) -> dict[str, Sequence[str]]:
        """The terms of `article` in the fields that hold names, not text."""
        labels = self._vocabulary.labels
        day = article.date if article.date and len(article.date) == 10 else None
        return {
            "id": (article.id,),
            "alias": article.aliases,
            "category": labels[article.category] or (UNCATEGORISED,),
            "author": [label for author in article.authors for label in labels[author]],
            "tag": [label for tag in article.tags for label in labels[tag]],
            "source": labels[article.source],
            "language": (article.language or UNKNOWN_LANGUAGE,),
            "translation": (article.translation_of,) if article.translation_of else (),
            "date": (article.date or UNDATED,),
            "on": (day[5:],) if day else (),
            "event": event_terms(article),
        }

    def _first_and_last(self, date: str | None) -> tuple[int, int]:
        """The columns `first` and `last` of `date`."""
        if date is not None and date not in self._days:
            self._days[date] = first_day(date).toordinal(), last_day(date).toordinal()
        return self._days[date]

    def _write_columns(self) -> None:
        for name, (dtype, default) in NUMBERS.items():
            numbers = np.array(self._numbers[name], np.int64)
            self._write(f".{name}.col", write_numbers(numbers, dtype, default))
        for name, (values, ordinals) in self._labels.items():
            column = write_labels(
                np.array(ordinals, np.int32), [value.encode() for value in values]
            )
            self._write(f".{name}.col", column)

    def _tokens(self, name: str) -> tuple[Ints, Ints, list[str]]:
        """The terms of a field by number, how many each document has, and which they are."""
        if name in FORMS:
            parts = [self._forms(part) for part in FORMS[name]]
            numbers, docs = map(np.concatenate, zip(*parts, strict=True))
            order = np.argsort(docs, kind="stable")
            sizes = np.bincount(docs, minlength=self.documents).astype(np.int32)
            return numbers[order], sizes, self._vocabulary.terms()
        numbers, sizes = self._streams[name].arrays()
        if name in TEXTS:
            return self._vocabulary.terms_of(numbers), sizes, self._vocabulary.terms()
        return numbers, sizes, list(self._names[name])

    def _forms(self, name: str) -> tuple[Ints, Ints]:
        """The forms of the words of a text field, and the document of each."""
        words, sizes = self._streams[name].arrays()
        forms, places = self._vocabulary.forms_of(words)
        return forms, np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[places]

    def _file(self, ending: str) -> SummedFile:
        file = SummedFile(self._folder / self._segment.make_filename(ending))
        self._files.append(file)
        return file

    def _write(self, ending: str, data: bytes) -> None:
        file = self._file(ending)
        file.write(data)
        file.close()


def visible_number(article: Article) -> int:
    """The column `visible` of `article`."""
    return max(-NEVER, min(NEVER, visible_at(article)))
