"""How is a generation made: from nothing, or from the files of another one and some changes?"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from whoosh.codec.whoosh3 import W3Segment

from searchsvc.article import Article
from searchsvc.day import instant
from searchsvc.engine.whoosh.builder import SegmentBuilder
from searchsvc.engine.whoosh.files import link_file
from searchsvc.engine.whoosh.journal import Changes, Withdrawal
from searchsvc.engine.whoosh.manifest import NAME as MANIFEST
from searchsvc.engine.whoosh.merge import kept_documents, merge, worth_merging
from searchsvc.engine.whoosh.schema import schema, stored_article
from searchsvc.engine.whoosh.segment import CACHED, Segment
from searchsvc.engine.whoosh.cache import Cache
from searchsvc.engine.whoosh.toc import (
    SegmentInfo,
    read_toc,
    segment_info,
    whoosh_segment,
    write_toc,
)


class Draft:
    """The segments of a generation in the making, whose files stand in `folder`."""

    def __init__(self, folder: Path, segments: Iterable[SegmentInfo] = ()) -> None:
        self.folder = folder
        self.segments = [Segment(folder, info, Cache(CACHED)) for info in segments]

    @classmethod
    def like(cls, other: Path, folder: Path) -> "Draft":
        """A draft in the empty `folder` with the segments of the generation in `other`.

        Segment files are never written twice, so both generations share them.
        """
        for path in other.iterdir():
            if path.suffix != ".toc" and not path.name.startswith("_MAIN_"):
                if path.name != MANIFEST:
                    link_file(path, folder / path.name)
        return cls(folder, read_toc(other))

    def find(self, article_id: str) -> Iterator[tuple[int, int]]:
        """Where an article stands: the index of its segment, and its number there."""
        for index, segment in enumerate(self.segments):
            postings = segment.postings("id", article_id)
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
            self.segments[index] = Segment(self.folder, info, Cache(CACHED))

    def add(self, articles: Iterable[Article]) -> None:
        """Add articles as a segment of their own."""
        builder = SegmentBuilder(self.folder)
        for article in articles:
            builder.add(article)
        if builder.documents:
            self.take(builder.finish())
        else:
            builder.discard()

    def take(self, segment: W3Segment) -> None:
        """Add a segment whose files were just written."""
        info = segment_info(self.folder, segment)
        self.segments.append(Segment(self.folder, info, Cache(CACHED)))

    def apply(self, changes: Changes, withdrawn: dict[str, Withdrawal], rebuilt: bool) -> list[str]:
        """Bring in `changes`, and hide all that was ever `withdrawn`.

        In a draft that was `rebuilt` from sources, a change gives way to a source that brought a
        version updated later; a withdrawal never does. Gives the withdrawn ids that were met
        again in vain.
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
            found = added.get(article_id) or self.get(article_id)
            is_news = article_id in changes.withdrawn and not rebuilt
            if found and found.status != "withdrawn" and not is_news:
                again.append(article_id)
            hidden = hide(found or Article(article_id, ""), withdrawal)
            if found != hidden:
                added[article_id] = hidden
        deleted -= withdrawn.keys()
        self.remove({*added, *deleted})
        self.add(added.values())
        return again

    def newer(self, article_id: str, at: str) -> bool:
        """Whether the draft holds a version of an article that was updated after `at`."""
        article = self.get(article_id)
        return bool(article and article.updated and instant(article.updated) > instant(at))

    def merge(self, all_deleted: bool = False) -> None:
        """Write small segments together, so that there are at most eight.

        With `all_deleted` every segment with deleted documents is written anew without them.
        """
        chosen = set(worth_merging([segment.doc_count for segment in self.segments]))
        if all_deleted:
            chosen |= {i for i, each in enumerate(self.segments) if each.deleted is not None}
        old = [segment for i, segment in enumerate(self.segments) if i in chosen]
        self.segments = [segment for i, segment in enumerate(self.segments) if i not in chosen]
        if any(len(kept_documents(segment)) for segment in old):
            self.take(merge(self.folder, old))

    def drop_unused(self) -> None:
        """Remove the files of segments that are no longer in the draft."""
        names = tuple(f"{segment.name}." for segment in self.segments)
        for path in self.folder.glob("MAIN_*"):
            if not path.name.startswith(names):
                path.unlink()

    def write(self) -> None:
        """Write the table of contents."""
        write_toc(self.folder, schema(), [whoosh_segment(each.info) for each in self.segments], 1)


def hide(article: Article, withdrawal: Withdrawal) -> Article:
    """`article` as withdrawn; only its ids and the reason are left where its text must go."""
    if withdrawal.purge:
        article = Article(article.id, "", aliases=article.aliases)
    return replace(article, status="withdrawn", note=withdrawal.reason)

