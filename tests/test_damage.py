"""What becomes of an index whose files are not what they were?"""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_segments import COLUMNS, SAMPLE, WITH_POSITIONS, build

from searchsvc.cache import Cache
from searchsvc.engine.whoosh.fields import schema
from searchsvc.engine.whoosh.segment import open_segments
from searchsvc.engine.whoosh.spans import read_span
from searchsvc.errors import IndexDamaged, SearchsvcError


def read_all(folder: Path) -> None:
    """Open an index and ask for everything in it."""
    for segment in open_segments(folder, Cache(0)):
        for field in schema().names():
            for term in segment.terms(field):
                segment.frequency(field, term)
                segment.postings(field, term)
                if field in WITH_POSITIONS:
                    segment.positions(field, term)
            segment.terms(field).frequencies()
            read_span(segment, field, slice(0, len(segment.terms(field))))
            segment.lengths(field)
        for name in COLUMNS[:3]:
            segment.numbers(name)
        for name in COLUMNS[3:]:
            segment.labels(name)
        for doc in range(segment.doc_count):
            segment.stored(doc)


def test_truncated_and_missing_files_are_refused(tmp_path):
    """An index of which any file is cut short, longer or gone does not open."""
    build(tmp_path / "index", SAMPLE)
    read_all(tmp_path / "index")
    for path in sorted((tmp_path / "index").iterdir()):
        whole = path.read_bytes()
        for damage in (whole[:-1], whole[: len(whole) // 2], b"", whole + b"x"):
            path.write_bytes(damage)
            with pytest.raises(SearchsvcError):
                open_segments(tmp_path / "index")
        path.unlink()
        with pytest.raises(SearchsvcError):
            open_segments(tmp_path / "index")
        path.write_bytes(whole)
    read_all(tmp_path / "index")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """The folder of a small index to be damaged."""
    folder = tmp_path_factory.mktemp("damaged") / "index"
    build(folder, SAMPLE[:9], limit=4)
    return folder


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_changed_bytes_never_do_harm(damaged, data):
    """With any byte changed an index is read or refused, and its checksums tell."""
    path = data.draw(st.sampled_from(sorted(damaged.iterdir())))
    whole = path.read_bytes()
    number = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.integers(1, 255))
    path.write_bytes(whole[:number] + bytes((whole[number] ^ wrong,)) + whole[number + 1 :])
    try:
        with pytest.raises(IndexDamaged):
            [segment.verify() for segment in open_segments(damaged)]
        with suppress(IndexDamaged):
            read_all(damaged)
    finally:
        path.write_bytes(whole)
