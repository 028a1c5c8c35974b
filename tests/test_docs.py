"""Do the documents say what there is, and is what they say there?"""

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from searchsvc.cli import PLACES, main
from searchsvc.parse.leaves import FIELDS
from searchsvc.settings import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("name", sorted(PLACES))
def test_every_command_is_documented_and_has_help(name: str) -> None:
    """Each command stands in README or operations, and explains itself."""
    command = main.get_command(click.Context(main), name)
    assert command.help, f"{name} has no help"
    assert re.search(rf"\b{name}\b", README + OPERATIONS)
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.name == "json":
            assert parameter.help


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_is_documented(name: str) -> None:
    """Each setting stands in the README with its environment variable."""
    assert f"`{name}`" in README
    assert f"`SEARCHSVC_{name.upper()}`" in README


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_query_field_is_documented(name: str) -> None:
    """Each word that may stand before a colon is in the README's table."""
    assert f"`{name}:" in README


@pytest.mark.parametrize(
    "target", re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.M)
)
def test_every_make_target_is_documented(target: str) -> None:
    """Each target of the Makefile that people call is named in some document."""
    text = "".join(path.read_text("utf-8") for path in DOCUMENTS)
    assert f"make {target}" in text or target in ("help", "types", "clean", "lock")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    """A link to a file of the project finds it."""
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        assert link.startswith("https://") or (path.parent / link).exists(), link


def test_modules_of_the_architecture_exist() -> None:
    """Each file that ARCHITECTURE.md names is there."""
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    names = {path.name for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    for name in re.findall(r"`(?:\w+/)*(\w+\.py)`", text):
        assert name in names, name


def test_the_command_line_lists_its_commands() -> None:
    """`searchsvc --help` names every command."""
    answer = CliRunner().invoke(main, ["--help"])
    assert answer.exit_code == 0
    for name in PLACES:
        assert name in answer.output
