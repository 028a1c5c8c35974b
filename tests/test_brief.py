"""Does the mail of the morning say what an editor needs, in few words and without decoration?"""

import json
import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import rebuild
from test_desk import ARCHIVE, NOW, SETTINGS
from test_events import speaking

from searchsvc.brief import as_html, as_text, write_brief
from searchsvc.cli import main
from searchsvc.engine import Engine

PLAIN = (*ARCHIVE, speaking("<script>", "2000-01-20", "A <b> fire & [yesterday].", "2000-01-19",
                            "relative"))  # fmt: skip


@pytest.fixture
def archive(empty: Engine) -> Engine:
    """An engine that holds the articles of the desk."""
    rebuild(empty, PLAIN)
    return empty


def test_the_text_has_the_day_the_week_and_what_was_published(archive: Engine) -> None:
    """In lines that mail programs leave alone."""
    written = as_text(write_brief(archive, SETTINGS, date(2026, 1, 20), NOW))
    assert written.startswith("The Archive: 20 January 2026\n====")
    assert "1976, 50 years ago, round:" in written
    assert "https://archive.example/article/quake" in written
    assert "Published on this day" in written
    assert all(len(line) <= 78 for line in written.splitlines())


def test_round_anniversaries_of_the_week_are_announced(archive: Engine) -> None:
    """Those of the day itself stand above, not again."""
    written = as_text(write_brief(archive, SETTINGS, date(2026, 1, 14), NOW))
    assert "The archive names no event of this day that stands out." in written
    assert re.search(r"coming week\n-+\n\n20 January: .*\(1976,\s+50\s+years ago\)", written, re.S)
    today = as_text(write_brief(archive, SETTINGS, date(2026, 1, 20), NOW))
    assert "coming week" not in today


class Page(HTMLParser):
    """The tags and addresses of a page; every tag that is opened is known."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.feed(written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]


def test_the_page_needs_nothing_from_elsewhere(archive: Engine) -> None:
    """No script, picture or sheet; all addresses are articles of the public site."""
    written = as_html(write_brief(archive, SETTINGS, date(2026, 1, 20), NOW))
    page = Page(written)
    assert {"script", "img", "link", "iframe"}.isdisjoint(page.tags)
    assert page.links
    assert all(link.startswith("https://archive.example/article/") for link in page.links)
    assert "https://archive.example/article/%3Cscript%3E" in page.links
    assert "Title of &lt;script&gt;" in written


@pytest.mark.parametrize("day", [date(2026, 1, 20), date(2026, 8, 8), date(2028, 2, 29)])
def test_nothing_is_celebrated(archive: Engine, day: date) -> None:
    """The archive is often about the dead: no festive word, mark or picture."""
    brief = write_brief(archive, SETTINGS, day, NOW)
    for written in (as_text(brief), as_html(brief)):
        assert not re.search(r"celebrat|happy|congratulat|!(?!doctype)|[\U0001f300-\U0001faff★☆]",
                             written, re.IGNORECASE)  # fmt: skip


def run(index: Path, *arguments: str) -> str:
    """What a command prints, line ends as they are."""
    environ = {"SEARCHSVC_INDEX": str(index), "SEARCHSVC_TODAY": "2026-01-19"}
    result = CliRunner(env=environ).invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes.decode()


def test_the_commands_of_editors(archive: Engine, index: Path) -> None:
    """anniversaries, brief, event and on-this-day, for people and for programs."""
    found = json.loads(run(index, "anniversaries", "--days", "3", "--json"))
    assert (found["from"], found["days"]) == ("2026-01-19", 3)
    assert [each["date"] for each in found["events"]] == ["1976-01-20", "1965-01-21"]
    assert set(found["events"][0]) >= {"on", "years", "round", "title", "why", "coverage"}
    rounds = json.loads(run(index, "anniversaries", "--round", "--from", "2026-01-01", "--json"))
    assert [each["date"] for each in rounds["events"]] == ["1976-01-20"]
    assert run(index, "anniversaries", "--ics").startswith("BEGIN:VCALENDAR\r\n")
    assert "1. 2026-01-20, 50 years ago, round:" in run(index, "anniversaries")
    assert run(index, "brief", "--date", "tomorrow").startswith("The Archive: 20 January 2026")
    assert run(index, "brief", "--date", "2026-01-20", "--html").startswith("<!doctype html>")
    event = json.loads(run(index, "event", "1976-01-20", "--json"))
    assert (event["total"], len(event["timeline"])) == (3, 3)
    assert run(index, "event", "1976-01-20", "--csv").startswith("date,published,years_after,")
    assert "Coverage by year\n   1976  1\n" in run(index, "event", "1976-01-20")
    assert "1976-01-20, 50 years ago, a round anniversary" in run(index, "on-this-day", "01-20")
    day = json.loads(run(index, "on-this-day", "01-20", "--json"))
    assert [each["date"] for each in day["events"]] == ["1976-01-20"]


@pytest.mark.parametrize(
    "arguments", [("brief", "--date", "soon"), ("anniversaries", "--from", "1")]
)
def test_a_day_that_is_none_is_a_usage_error(index: Path, arguments: tuple[str, ...]) -> None:
    """With exit code 2."""
    result = CliRunner().invoke(main, [*arguments, "--index", str(index)])
    assert result.exit_code == 2
