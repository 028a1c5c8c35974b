"""Pages saved as text are read into the articles that stand on them."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchsvc.importers.lines import Stamp, stamp
from searchsvc.importers.pages import read_page

PAGES = sorted((Path(__file__).parent / "samples" / "pages").glob("*.txt"))


def articles(text: str) -> list[dict[str, object]] | None:
    """The articles of a page without their line numbers."""
    found = read_page(text)
    return None if found is None else [fields for _, fields in found]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_sample_page_gives_the_articles_written_beside_it(path: Path) -> None:
    """Each page of the samples reads as expected; null stands for an ordinary text."""
    expected = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert articles(path.read_bytes().decode("utf-8")) == expected


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_line_ends_do_not_matter(path: Path) -> None:
    """Windows line ends, old Mac line ends and spaces on blank lines change nothing."""
    text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    spaced = text.replace("\n\n", "\n \u00a0\n")
    for same in (text.replace("\n", "\r\n"), text.replace("\n", "\r"), spaced, "\ufeff" + text):
        assert articles(same) == articles(text)


DAYS = {
    "1 November 2025": "2025-11-01",
    "November 1, 2025": "2025-11-01",
    "Nov. 1, 2025 at 2:30 PM": "2025-11-01",
    "Saturday, 1 November 2025": "2025-11-01",
    "Published: 1 November 2025 | 14:30": "2025-11-01",
    "14:30, 1 ноября 2025": "2025-11-01",
    "1 ноября 2025, 14:30": "2025-11-01",
    "1 ноября 2025 г.": "2025-11-01",
    "суббота, 1 нояб. 2025": "2025-11-01",
    "1 листопада 2025 року": "2025-11-01",
    "1 noyabr 2025": "2025-11-01",
    "1 noyabr 2025-ci il, 14:30": "2025-11-01",
    "1 Kasım 2025 Cumartesi 14:30": "2025-11-01",
    "1 նոյեմբերի 2025": "2025-11-01",
    "2025 թ. նոյեմբերի 1": "2025-11-01",
    "1 ნოემბერი, 2025": "2025-11-01",
    "Samstag, 1. November 2025, 14:30 Uhr": "2025-11-01",
    "Publié le 1er novembre 2025 à 14h30": "2025-11-01",
    "1 de noviembre de 2025": "2025-11-01",
    "14:30 / 01.11.2025": "2025-11-01",
    "01.11.2025 14.30": "2025-11-01",
    "01.11.25": "2025-11-01",
    "2025-11-01 14:30": "2025-11-01",
    "2025-11-01T23:30:00Z": "2025-11-01T23:30:00Z",
    "13/11/2025": "2025-11-13",
    "01/11/2025": "01/11/2025",
    "1 November, 14:30": "",
    "Сегодня, 14:30": "",
}


@pytest.mark.parametrize(("written", "date"), DAYS.items())
def test_a_date_line_gives_its_day(written: str, date: str) -> None:
    """Labels, weekdays and clocks are left out; a missing year is not invented."""
    found = stamp(written, None)
    assert found is not None and (found.date, found.category) == (date, "")


@pytest.mark.parametrize(
    "written",
    ["2025", "May 2011", "14:30", "12 killed", "Law 44 of 2011", "Page 12 of 2025", "No. 3", "1:0",
     "Troops entered the city on 20 January 1990", "20 January 1990 in Baku",
     "35 2024 12", "20.1 0.0 4", "1.3 20.1", "4.4 100"],
)  # fmt: skip
def test_a_line_that_is_no_day_is_no_date_line(written: str) -> None:
    """Numbers, months and sentences with a date in them are not date lines."""
    assert stamp(written, None) is None


@pytest.mark.parametrize(
    "written",
    ["Politics | 1 November 2025", "1 November 2025 • 14:30 • Politics",
     "Politics, 1 November 2025", "1 November 2025 Politics"],
)  # fmt: skip
def test_a_date_line_may_hold_the_category(written: str) -> None:
    """What stands beside the date, parted by a sign or a usual section name, is the category."""
    found = stamp(written, None)
    assert found is not None and found[:2] == Stamp("2025-11-01", "Politics")[:2]


@dataclass(frozen=True)
class Language:
    """What pages of one language are composed of."""

    headings: tuple[str, ...]
    sections: tuple[str, ...]
    headlines: tuple[str, ...]
    paragraphs: tuple[str, ...]
    dates: tuple[tuple[str, str], ...]


LANGUAGES = (
    Language(
        ("Latest news", "Последние новости", "Yan xəbərlər", "From our newsroom"),
        ("Politics", "Society", "Human rights", "Highlands", "Law and order"),
        ("Ferry stopped for repairs after storm", "Two rescued from flooded house",
         '"Nobody asked us": villagers on the new dam', "Is the old bridge safe enough?",
         "Council votes on budget for the coming year", "Storm damages hundreds of homes"),
        ("The ferry is to sail again in two weeks.",
         "Both were taken to hospital.\nThey are expected to recover, a doctor said.",
         "On 3 March 1956 forty-one men died here. Their names were read out."),
        (("1 November 2025", "2025-11-01"), ("31 October 2025, 14:30", "2025-10-31")),
    ),
    Language(
        ("Последние новости", "Son xəbərlər", "Из других газет"),
        ("Политика", "Общество", "Права человека", "Наш край"),
        ("Суд отложил заседание по делу о трубопроводе", "Пожар на складе потушен за два часа",
         "«Нас никто не спросил»: жители о плотине", "Музей открыл зал памяти жертв наводнения",
         "Врачи сельской больницы получили жильё", "Паром остановлен на ремонт до весны"),
        ("Новая дата не назначена.", "Сапёры вывезли снаряд на полигон.\nПострадавших нет.",
         "Зал открыт ежедневно. Вход свободный, сообщили в музее."),
        (("1 ноября 2025, 14:30", "2025-11-01"), ("31 октября 2025", "2025-10-31")),
    ),
)  # fmt: skip


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[dict[str, object]]]:
    """A page, and the articles that it was composed of."""
    language = draw(st.sampled_from(LANGUAGES))
    headlines = draw(st.permutations(language.headlines))
    main: dict[str, object] = {
        "title": headlines[0],
        "body": draw(st.sampled_from(language.paragraphs)),
    }
    lines = [headlines[0], str(main["body"])]
    lines += [""] * draw(st.integers(0, 1)) + [draw(st.sampled_from(language.headings))]
    expected: list[dict[str, object]] = [main]
    order = draw(st.sampled_from(["category first", "category last"]))
    blank = draw(st.integers(0, 1))
    count = draw(st.integers(2, 5))
    categorised = draw(st.sampled_from(["all", "none", "some"]))
    for number, title in enumerate(headlines[1 : count + 1]):
        with_category = categorised == "all" or (categorised == "some" and number > 0)
        twice = draw(st.booleans())
        category = draw(st.sampled_from(language.sections)) if with_category else ""
        written, date = draw(st.sampled_from(language.dates))
        body = draw(st.sampled_from((*language.paragraphs, *[""] * (number == count - 1))))
        head = [category] if category else []
        head = [title, *head, title] if twice else [*head, title]
        lines += head if twice or order == "category first" else head[::-1]
        lines += [written, *[""] * blank, body, *["", ""][: 1 + (number % 2)]]
        fields: dict[str, object] = {"title": title, "body": body, "excerpt": True, "date": date}
        expected.append(fields | ({"category": category} if category else {}))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines), expected


@given(pages())
def test_what_was_composed_is_what_is_read(page: tuple[str, list[dict[str, object]]]) -> None:
    """Any number of teasers, with or without category, headline once or twice, in two scripts."""
    text, expected = page
    assert articles(text) == expected


@given(st.text(alphabet=st.sampled_from("aB1 \n.,:2025\u00a0é—|")))
def test_any_text_is_read_without_an_error(text: str) -> None:
    """No text breaks the reader, and an article always has a title."""
    for fields in articles(text) or []:
        assert fields["title"]


def test_the_lines_are_those_of_the_page() -> None:
    """Each article names the line where its heading begins."""
    found = read_page((PAGES[0].parent / "ru_list_alone.txt").read_text("utf-8"))
    assert found is not None and [line for line, _ in found] == [2, 9]
