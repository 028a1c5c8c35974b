"""Does a process begin to search without what only others need?"""

import subprocess
import sys
from pathlib import Path

import pytest

from searchsvc.engine.whoosh.fields import digest
from searchsvc.engine.whoosh.schema import FIELDS

ROOT = Path(__file__).parents[1]

SLOW = ("whoosh", "dateutil", "flask", "babel", "lxml", "http", "email")
"""What takes long to import, and is used by writers, importers and the web alone."""


@pytest.mark.parametrize("modules", ["searchsvc.cli.searching", "searchsvc.engine.whoosh"])
def test_a_search_imports_no_more_than_it_needs(modules: str) -> None:
    """Neither the shell's search nor the engine loads what only writers or the web use."""
    code = f"import sys, {modules}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert not set(SLOW) & set(done.stdout.split())


def test_an_index_with_other_fields_is_known() -> None:
    """The digest that readers compare without Whoosh is that of the fields there are."""
    assert digest() == FIELDS
