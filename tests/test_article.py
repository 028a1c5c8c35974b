"""What is an article, which id does it keep through corrections, and who may see it when?"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.article import (
    NEVER,
    Article,
    Image,
    Mention,
    canonical_url,
    derive_ids,
    from_record,
    normalise_title,
    to_record,
    visible_at,
)

URL = "https://www.archive.example/1990/night?id=7"
WRITTEN = ("https://archive.example/n", "wire", "A Night in January", "1990-01-20")


def test_ids_never_come_from_the_body() -> None:
    """They are the first 16 hex digits of a digest, the one of the URL first."""
    ids = derive_ids(*WRITTEN)
    assert len(ids) == 2
    assert all(len(each) == 16 and int(each, 16) >= 0 for each in ids)
    assert derive_ids("", *WRITTEN[1:]) == ids[1:]


@pytest.mark.parametrize(
    "title",
    [
        "A NIGHT IN JANUARY",
        "A night, in January.",
        "  A night\nin January!",
        "“A Night” in January",
    ],
)
def test_an_id_survives_corrections_of_the_title_that_change_no_word(title: str) -> None:
    """Case, spaces and punctuation."""
    assert derive_ids("", "wire", title, "1990-01-20") == derive_ids("", *WRITTEN[1:])
    assert normalise_title(title) == "a night in january"


@pytest.mark.parametrize(
    "other",
    [
        ("", "wire", "A Night in July", "1990-01-20"),
        ("", "wire", "A Night in January", "1990-01-21"),
        ("", "wire", "A Night in January", None),
        ("", "post", "A Night in January", "1990-01-20"),
    ],
)
def test_other_articles_have_other_ids(other: tuple[str, str, str, str | None]) -> None:
    """Source, title and date tell them apart."""
    assert derive_ids(*other) != derive_ids("", *WRITTEN[1:])


@pytest.mark.parametrize(
    "written",
    [
        "http://archive.example/1990/night?id=7",
        "HTTPS://WWW.Archive.Example/1990/night/?id=7",
        "https://archive.example:443/1990/night?id=7#top",
        "http://archive.example:80/1990/night?id=7&utm_source=mail&fbclid=x",
        " https://archive.example/1990/night?utm_medium=a&id=7 ",
        "//archive.example/1990/night?id=7",
    ],
)
def test_the_same_page_has_one_canonical_url(written: str) -> None:
    """Scheme, www, default ports, fragments, final slashes and tracking don't tell pages apart."""
    assert canonical_url(written) == canonical_url(URL) == "//archive.example/1990/night?id=7"


@pytest.mark.parametrize(
    "written",
    [
        "https://archive.example/1990/Night?id=7",
        "https://archive.example/1990/night?id=8",
        "https://archive.example:8080/1990/night?id=7",
        "https://news.archive.example/1990/night?id=7",
    ],
)
def test_other_pages_keep_other_urls(written: str) -> None:
    """Path, query, port and host do."""
    assert canonical_url(written) != canonical_url(URL)


@given(st.text())
def test_any_text_has_a_canonical_url_and_ids(written: str) -> None:
    """What can't be read as a URL is taken as it is; canonical is canonical."""
    assert canonical_url(canonical_url(written)) == canonical_url(written)
    assert derive_ids(written, written, written, None)


TEXT = st.text(max_size=20)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
MENTIONS = st.builds(
    Mention,
    st.integers(0, 99),
    st.integers(0, 99),
    st.just("1990-01-20"),
    st.sampled_from(["day", "month", "year"]),
    TEXT,
    st.booleans(),
)
ARTICLES = st.builds(
    Article,
    id=TEXT,
    title=TEXT,
    body=TEXT,
    category=TEXT,
    date=st.none() | st.sampled_from(["1990", "1990-01", "1990-01-20"]),
    language=TEXT,
    url=TEXT,
    source=TEXT,
    authors=TEXTS,
    tags=TEXTS,
    updated=st.none() | st.just("1990-01-20T10:00:00Z"),
    excerpt=st.booleans(),
    status=st.sampled_from(["normal", "corrected", "withdrawn"]),
    note=TEXT,
    visible_from=st.none() | st.integers(),
    image=st.none() | st.builds(Image, TEXT, TEXT),
    translation_of=TEXT,
    aliases=TEXTS,
    implied_date=st.none() | st.just("1990"),
    mentions=st.lists(MENTIONS, max_size=2).map(tuple),
)


@given(ARTICLES)
def test_a_record_is_read_back_as_the_same_article(article: Article) -> None:
    """Also with a visibility of 0, and with every field empty."""
    assert from_record(to_record(article)) == article


def test_a_record_has_no_empty_fields() -> None:
    """Only what says something is written."""
    assert to_record(Article("1", "Night")) == {"id": "1", "title": "Night", "body": ""}


def test_visibility_is_one_instant() -> None:
    """An embargo ends, a withdrawal does not; everything else is visible from ever on."""
    article = Article("1", "Night")
    assert visible_at(article) < -(2**61)
    assert visible_at(replace(article, visible_from=100)) == 100
    assert visible_at(replace(article, visible_from=0)) == 0
    assert visible_at(replace(article, status="withdrawn", visible_from=100)) == NEVER
    assert visible_at(replace(article, status="corrected")) == visible_at(article)
