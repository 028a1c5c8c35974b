"""Does the wheel carry everything: code, templates, static files, tables, the sample archive?"""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder]
    subprocess.run([*command, ROOT], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_what_is_no_code(wheel: Path) -> None:
    """Each data file of the package, and each template, is in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    package = ROOT / "searchsvc"
    for path in package.rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            assert f"searchsvc/{path.relative_to(package).as_posix()}" in names
    for path in (ROOT / "templates").rglob("*.*"):
        assert f"searchsvc/templates/{path.name}" in names


def test_an_installed_wheel_indexes_and_searches(wheel: Path, tmp_path: Path) -> None:
    """In an environment that has only the dependencies and the wheel, the sample is searched."""
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environ = {**os.environ, "PYTHONPATH": str(site), "SEARCHSVC_INDEX": str(tmp_path / "index")}

    def run(*words: str) -> str:
        command = [sys.executable, "-P", "-m", "searchsvc", *words]
        return subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environ
        ).stdout

    run("reindex", "--sample", "--jobs", "1")
    assert "Titanic" in run("search", "titanic")
    script = (
        "import searchsvc; from pathlib import Path;"
        "from searchsvc.engine.opening import open_engine;"
        "from searchsvc.settings import Settings; from searchsvc.web import create_app;"
        f"assert searchsvc.__file__.startswith({str(site)!r});"
        "app = create_app(open_engine('whoosh', Path('index')), Settings());"
        "client = app.test_client();"
        "print(client.get('/search?q=titanic').status_code, client.get('/help').status_code)"
    )
    command = [sys.executable, "-P", "-c", script]
    answer = subprocess.run(
        command, check=True, capture_output=True, text=True, cwd=tmp_path, env=environ
    )
    assert answer.stdout.split() == ["200", "200"]
