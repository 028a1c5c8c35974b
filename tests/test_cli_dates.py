"""Does `searchsvc dates` show what a text speaks of, and say clearly what it cannot read?"""

import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result

from searchsvc.cli import main

TEXT = "Troops came on January 20, 1990.\nThe trial opens on 3 March."


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A text in a file."""
    path = tmp_path / "article.txt"
    path.write_text(TEXT, "utf-8")
    return path


def run(*words: object, typed: str | bytes | None = None) -> Result:
    """What the command prints for a command line and standard input."""
    command = ["dates", *map(str, words)]
    return CliRunner().invoke(main, command, input=typed, catch_exceptions=False)


def lines(result: Result) -> list[dict[str, Any]]:
    """The mentions that were printed as JSON Lines."""
    return [orjson.loads(line) for line in io.StringIO(result.stdout)]


def test_a_file_gives_a_line_for_each_mention(article: Path) -> None:
    """The value, the words of the text, and how the year was found."""
    result = run(article, "--published", "2025-01-20")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        "1990-01-20  January 20, 1990  (explicit)",
        "2025-03-03  3 March  (nearest, in the future)",
    ]


@pytest.mark.parametrize("file", [(), ("-",)])
def test_standard_input_is_read(file: tuple[str, ...]) -> None:
    """With "-" as with no file at all."""
    result = run(*file, typed=TEXT)
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()] == ["1990-01-20", "XXXX-03-03"]


def test_without_a_day_of_publication_no_year_is_made_up(article: Path) -> None:
    """A day without a year stays a day of every year."""
    assert lines(run(article, "--json"))[1]["value"] == "XXXX-03-03"


def test_json_is_one_mention_a_line(article: Path) -> None:
    """Each with its place in the text, so that the words can be cut out again."""
    found = lines(run(article, "--published", "2025-01-20", "--json"))
    assert found[0] == {
        "start": 15,
        "end": 31,
        "value": "1990-01-20",
        "precision": "day",
        "year_source": "explicit",
        "future": False,
        "text": "January 20, 1990",
    }
    assert all(TEXT[each["start"] : each["end"]] == each["text"] for each in found)


def test_a_language_given_is_believed() -> None:
    """Words of one language are dates in that language alone."""
    words = "am 9. November 1989"
    german = run("--language", "de", "--json", typed=words)
    assert [each["text"] for each in lines(german)] == ["9. November 1989"]
    assert lines(run("--language", "ru", "--json", typed=words)) == []


def test_a_language_without_a_table_is_told_by_the_script() -> None:
    """So are texts in no language that is known."""
    result = run("--language", "xx", "--json", typed="20 января 1990 года")
    assert [each["value"] for each in lines(result)] == ["1990-01-20"]


@pytest.mark.parametrize("typed", ["", "Nothing happened.", b"\xff\xfe\x00", "\ufeff"])
def test_a_text_without_dates_prints_nothing(typed: str | bytes) -> None:
    """That is an answer, not a failure, whatever the bytes."""
    result = run(typed=typed)
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("day", ["2025-13-01", "2025-02-30", "May", "2025-01", "20.01.2025"])
def test_a_day_that_is_none_is_named(article: Path, day: str) -> None:
    """The sentence shows what was given and what is asked for."""
    result = run(article, "--published", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{day}' is not a day such as 2025-01-20." in result.stderr


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A missing one and a folder."""
    missing = run(tmp_path / "none.txt")
    assert missing.exit_code == 2
    assert "none.txt' does not exist." in missing.stderr
    folder = run(tmp_path)
    assert folder.exit_code == 2
    assert "is a directory." in folder.stderr


def test_what_the_command_does_not_know_is_refused(article: Path) -> None:
    """An option, and a second file."""
    for words in (["--year", "1990"], [article]):
        result = run(article, *words)
        assert (result.exit_code, result.stdout) == (2, "")
        assert str(words[0]) in result.stderr
