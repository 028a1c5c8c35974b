"""Do imports point down, and does each foreign package stay behind its wall?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "searchsvc"
MODULES = sorted(PACKAGE.rglob("*.py"))

FLOORS = (
    {"errors", "article", "record", "settings", "message", "cache", ""},
    {"text", "language", "query", "results", "day", "telling", "standing", "bonus"},
    {"request", "parse", "highlight", "dates", "importers", "engine", "evidence"},
    {
        *("search", "anniversaries", "printed", "desk", "kinship", "events", "reindex", "objects"),
        "day_objects",
        *("happenings", "worth", "calendars", "brief", "suggest", "export"),
    },
    {"web"},
    {"cli", "__main__"},
)
INSIDE_A_FLOOR = {
    ("settings", "errors"),
    ("results", "query"),
    ("telling", "text"),
    ("standing", "telling"),
    ("objects", "search"),
    ("day_objects", "anniversaries"),
    ("day_objects", "desk"),
    ("day_objects", "events"),
    ("day_objects", "happenings"),
    ("day_objects", "objects"),
    ("desk", "anniversaries"),
    ("desk", "happenings"),
    ("desk", "worth"),
    ("happenings", "kinship"),
    ("happenings", "worth"),
    ("anniversaries", "happenings"),
    ("anniversaries", "printed"),
    ("events", "happenings"),
    ("calendars", "desk"),
    ("brief", "anniversaries"),
    ("brief", "calendars"),
    ("brief", "desk"),
    ("suggest", "search"),
    ("export", "search"),
    ("export", "events"),
    ("__main__", "cli"),
}
"""Neighbours of whom the first may import the second: one verb that serves another."""

WALLS = {
    "whoosh": "engine.whoosh",
    "numpy": "engine.whoosh",
    "opensearchpy": "engine.opensearch",
    "flask": "web",
    "werkzeug": "web",
    "click": "cli",
    "waitress": "cli",
    "babel": "web",
}


def part(path: Path) -> str:
    """The module in `path` without the package's name: `web.pages`, `web`, "" for the package."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def floor(module: str) -> int:
    """The floor of a module's room."""
    room = module.partition(".")[0]
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def imports(path: Path) -> Iterator[str]:
    """All names that a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", MODULES, ids=part)
def test_imports_point_down(path: Path) -> None:
    """A module imports only rooms of floors below its own, and no package behind a wall."""
    here = part(path)
    for name in imports(path):
        package, _, rest = name.partition(".")
        if package == "searchsvc":
            room = rest.partition(".")[0]
            if not (PACKAGE / room).exists() and not (PACKAGE / f"{room}.py").exists():
                room = ""
            if room not in ("", here.partition(".")[0]):
                allowed = (here, room) in INSIDE_A_FLOOR
                assert allowed or floor(room) < floor(here), f"{here} imports {name}"
        elif package in WALLS:
            assert here.startswith(WALLS[package]), f"{package} belongs in {WALLS[package]}"


@pytest.mark.parametrize("path", MODULES, ids=part)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    """No file has more than 300 lines, and each says first which question it answers."""
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 300
    doc = ast.get_docstring(ast.parse(source)) or ""
    assert doc, "the file does not say which question it answers"
