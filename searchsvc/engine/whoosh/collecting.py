"""What does a writer hand over, before it becomes a generation: records, or changes by hand?"""

from collections.abc import Mapping

from searchsvc.article import Article
from searchsvc.day import instant
from searchsvc.engine import Report
from searchsvc.engine.whoosh.bulk import Bulk
from searchsvc.engine.whoosh.draft import Draft
from searchsvc.engine.whoosh.journal import (
    Changes,
    Withdrawal,
    add_operation,
    delete_operation,
    withdraw_operation,
)
from searchsvc.errors import NotFound
from searchsvc.record import Record, Reject


class Build:
    """A new generation that takes in records."""

    def __init__(self, bulk: Bulk) -> None:
        self.bulk = bulk
        self.unread: list[Reject] = []
        self.finished: Report | None = None

    def add(self, record: Record | Reject) -> None:
        if isinstance(record, Reject):
            self.unread.append(record)
        else:
            self.bulk.add(record)

    def rejects(self) -> list[Reject]:
        return self.unread + self.bulk.rejects()

    def report(self) -> Report:
        assert self.finished, "the report is written when the `with` block ends"
        return self.finished


class Update:
    """Changes that are collected for the live generation.

    `changes` begins with what a crash has kept from being published; what was `withdrawn` no change
    brings back, under whatever id.
    """

    def __init__(self, live: Draft, changes: Changes, withdrawn: Mapping[str, Withdrawal]) -> None:
        self.live = live
        self.changes = changes
        self.withdrawn = {*withdrawn, *changes.withdrawn}
        self.former = {
            alias
            for each in (*withdrawn.values(), *changes.withdrawn.values())
            for alias in each.aliases
        }
        self.operations: list[dict[str, object]] = []
        self.again: list[str] = []
        self.finished: Report | None = None

    def add(self, article: Article) -> None:
        if article.updated:
            instant(article.updated)
        if article.id not in self.former and self.withdrawn.isdisjoint(
            {article.id, *article.aliases}
        ):
            self.changes.add(article, "")
            self.operations.append(add_operation(article))
        else:
            self.again.append(article.id)

    def delete(self, article_id: str) -> bool:
        if article_id in self.withdrawn or self.find(article_id) is None:
            return False
        self.changes.delete(article_id, "")
        self.operations.append(delete_operation(article_id))
        return True

    def withdraw(self, article_id: str, reason: str, purge: bool = False) -> None:
        article = self.find(article_id)
        if article is None:
            raise NotFound(f"There is no article {article_id!r}.")
        withdrawal = Withdrawal(reason, purge, article.aliases)
        self.changes.withdraw(article_id, withdrawal)
        self.withdrawn.add(article_id)
        self.former.update(article.aliases)
        self.operations.append(withdraw_operation(article_id, withdrawal))

    def find(self, article_id: str) -> Article | None:
        """The article as it will be, so far."""
        if article_id in self.changes.added:
            return self.changes.added[article_id][0]
        return None if article_id in self.changes.deleted else self.live.get(article_id)

    def report(self) -> Report:
        assert self.finished, "the report is written when the `with` block ends"
        return self.finished
