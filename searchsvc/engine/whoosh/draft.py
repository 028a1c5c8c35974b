"""How is a generation made: from nothing, or from the files of another one and some changes?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from searchsvc.article import Article
from searchsvc.cache import Cache
from searchsvc.day import instant
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.files import link_file
from searchsvc.engine.whoosh.inventory import SegmentInfo, read_toc
from searchsvc.engine.whoosh.journal import Changes, Withdrawal
from searchsvc.engine.whoosh.manifest import NAME as MANIFEST
from searchsvc.engine.whoosh.merge import kept_documents, merge, remove_segment, worth_merging
from searchsvc.engine.whoosh.schema import stored_article
from searchsvc.engine.whoosh.segment import Segment
from searchsvc.engine.whoosh.toc import segment_info, whoosh_segment, write_toc

SMALL = 10_000
MOST_SMALL = 8
"""An update writes segments of fewer documents together when there are more than so many; larger
ones come from rebuilds, and an update never pays for them."""


class Draft:
    """The segments of a generation in the making, whose files stand in `folder`."""

    def __init__(self, folder: Path, segments: Iterable[SegmentInfo] = ()) -> None:
        self.folder = folder
        self.segments = [Segment(folder, info, Cache(0)) for info in segments]

    @classmethod
    def like(cls, other: Path, folder: Path) -> "Draft":
        """A draft in the empty `folder` with the segments of the generation in `other`.

        Segment files are never written twice, so both generations share them.
        """
        for path in other.iterdir():
            if path.name != MANIFEST and not path.name.startswith("_MAIN_"):
                link_file(path, folder / path.name)
        return cls(folder, read_toc(other))

    def find(self, name: str, field: str = "id") -> Iterator[tuple[int, int]]:
        """Where the articles of a `name` stand: the index of the segment, and the number there."""
        for index, segment in enumerate(self.segments):
            postings = segment.postings(field, name)
            for doc in postings.docs.tolist() if postings else ():
                if segment.deleted is None or doc not in segment.deleted:
                    yield index, doc

    def get(self, article_id: str) -> Article | None:
        """The article of this id."""
        for index, doc in self.find(article_id):
            return stored_article(self.segments[index].stored(doc))
        return None

    def remove(self, article_ids: Iterable[str]) -> None:
        """Mark articles as deleted."""
        gone: dict[int, set[int]] = {}
        for article_id in article_ids:
            for index, doc in self.find(article_id):
                gone.setdefault(index, set()).add(doc)
        for index, docs in gone.items():
            segment = self.segments[index]
            before = segment.deleted.tolist() if segment.deleted is not None else ()
            info = replace(segment.info, deleted=np.array(sorted({*before, *docs}), np.int32))
            self.segments[index] = Segment(self.folder, info, Cache(0))

    def add(self, articles: Iterable[Article]) -> None:
        """Add articles as a segment of their own. Raises ValueError for one that can't be kept."""
        builder = SegmentBuilder(self.folder)
        try:
            for article in articles:
                builder.add(article)
        except ValueError:
            builder.discard()
            raise
        if builder.documents:
            self.take(builder.finish())
        else:
            builder.discard()

    def take(self, segment: W3Segment) -> None:
        """Add a segment whose files were just written."""
        info = segment_info(self.folder, segment)
        self.segments.append(Segment(self.folder, info, Cache(0)))

    def apply(self, changes: Changes, withdrawn: dict[str, Withdrawal], rebuilt: bool) -> list[str]:
        """Bring in `changes`, and hide all that was ever `withdrawn`.

        In a draft that was `rebuilt` from sources, a change gives way to a source that brought a
        version updated later; a withdrawal never does. Gives the withdrawn ids that a source
        brought again in vain.
        """
        added = {
            article.id: article
            for article, at in changes.added.values()
            if not (rebuilt and self.newer(article.id, article.updated or at))
        }
        deleted = {
            article_id
            for article_id, at in changes.deleted.items()
            if not (rebuilt and self.newer(article_id, at))
        }
        again = []
        for article_id, withdrawal in withdrawn.items():
            here = list(self.known_as(article_id))
            found = [] if article_id in deleted else here
            if article_id in added:
                found = [added[article_id]]
            found = found or [Article(article_id, "", aliases=withdrawal.aliases)]
            former = [
                article
                for alias in withdrawal.aliases
                if alias not in deleted and (article := added.get(alias) or self.get(alias))
            ]
            for article in (*found, *former):
                hidden = hide(article, withdrawal)
                if article != hidden:
                    added[article.id] = hidden
            if any(article.status != "withdrawn" for article in (*here, *former)):
                again.append(article_id)
        self.remove({*added, *deleted})
        self.add(added.values())
        return again

    def known_as(self, name: str) -> Iterator[Article]:
        """The article of this id, else those that have it as an alias."""
        for field in ("id", "alias"):
            places = list(self.find(name, field))
            for index, doc in places:
                yield stored_article(self.segments[index].stored(doc))
            if places:
                return

    def newer(self, article_id: str, at: str) -> bool:
        """Whether the draft holds a version of an article that was updated after `at`."""
        article = self.get(article_id)
        return bool(article and article.updated and instant(article.updated) > instant(at))

    def merge(self) -> None:
        """Write small segments together, and anew those of which more than half is deleted."""
        small = [each for each in self.segments if each.doc_count < SMALL]
        self.unite(
            [small[i] for i in worth_merging([each.doc_count for each in small], MOST_SMALL)]
        )
        for segment in list(self.segments):
            if len(kept_documents(segment)) * 2 < segment.doc_count:
                self.unite([segment])

    def purge(self, withdrawn: Mapping[str, Withdrawal]) -> None:
        """Write anew all segments that hold a deleted version of an article whose text must go."""
        names = [
            name
            for article_id, withdrawal in withdrawn.items()
            if withdrawal.purge
            for name in (article_id, *withdrawal.aliases)
        ]
        ids = {article.id for each in names for article in self.known_as(each)}
        for segment in list(self.segments):
            if segment.deleted is not None and any(segment.postings("id", each) for each in ids):
                self.unite([segment])

    def unite(self, segments: Sequence[Segment]) -> None:
        """Write some of the segments as one, without what is deleted in them."""
        self.segments = [each for each in self.segments if each not in segments]
        if any(len(kept_documents(segment)) for segment in segments):
            self.take(merge(self.folder, segments))
        for segment in segments:
            remove_segment(self.folder, segment)

    def write(self) -> None:
        """Write the table of contents."""
        write_toc(self.folder, schema(), [whoosh_segment(each.info) for each in self.segments], 1)


def hide(article: Article, withdrawal: Withdrawal) -> Article:
    """`article` as withdrawn; only its ids and the reason are left where its text must go."""
    if withdrawal.purge:
        article = Article(article.id, "", aliases=article.aliases)
    return replace(article, status="withdrawn", note=withdrawal.reason)
