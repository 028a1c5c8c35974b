"""How is this installation set up, and is every wrong setting named?"""

import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from searchsvc.errors import BadValue
from searchsvc.settings import Settings, load_settings


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A configuration file."""
    path = tmp_path / "searchsvc.toml"
    path.write_text(
        'index = "from-file"\ntitle = "Файл"\nsources = ["a.jsonl", "b"]\nround_years = [1, 50]\n',
        "utf-8",
    )
    return path


def test_without_anything_there_are_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing has to be set up."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings({}, {})
    assert settings == Settings(origins=settings.origins)
    assert set(settings.origins.values()) == {"default"}
    assert (settings.index, settings.timezone, settings.leap_day) == ("index", "UTC", "02-28")


def test_a_flag_comes_before_the_environment_before_the_file(config: Path) -> None:
    """Each setting from the first place that has it, and the place is told."""
    environ = {
        "SEARCHSVC_INDEX": "from-environ",
        "SEARCHSVC_ENGINE": "whoosh",
        "SEARCHSVC_TITLE": "",
    }
    settings = load_settings({"index": "from-flag", "engine": None}, environ, str(config))
    assert (settings.index, settings.title) == ("from-flag", "Файл")
    assert settings.sources == ("a.jsonl", "b")
    assert settings.round_years == (1, 50)
    assert settings.origins["index"] == "--index"
    assert settings.origins["engine"] == "SEARCHSVC_ENGINE"
    assert settings.origins["title"] == str(config)
    assert settings.origins["leap_day"] == "default"


def test_the_file_is_found_in_the_current_folder_or_by_a_variable(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`--config` and SEARCHSVC_CONFIG name another one."""
    assert load_settings({}, {"SEARCHSVC_CONFIG": str(config)}).index == "from-file"
    monkeypatch.chdir(config.parent)
    assert load_settings({}, {}).index == "from-file"


def test_lists_of_the_environment_are_separated() -> None:
    """Years by commas, sources as paths are."""
    environ = {"SEARCHSVC_ROUND_YEARS": "1, 25,50,", "SEARCHSVC_SOURCES": "a.jsonl:b"}
    settings = load_settings({}, environ)
    assert (settings.round_years, settings.sources) == ((1, 25, 50), ("a.jsonl", "b"))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('indexx = "a"', "indexx; did you mean index"),
        ('colour = "red"', "there is no setting colour"),
        ("index = 3", "index must be a text"),
        ('sources = "a"', "sources must be a list"),
        ('round_years = ["ten"]', "round_years: 'ten'"),
        ("round_years = [0]", "round_years: 0"),
        ("round_years = [-5]", "round_years: -5"),
        ("round_years = [true]", "round_years: True"),
        ("round_years = [1.5]", "round_years: 1.5"),
        ('timezone = "Mars/Olympus"', "timezone 'Mars/Olympus'"),
        ('timezone = "../etc/passwd"', "timezone '../etc/passwd'"),
        ('timezone = "America"', "timezone 'America'"),
        ('timezone = ""', "timezone ''"),
        ('leap_day = "02-29"', "leap_day '02-29'"),
        ('today = "yesterday"', "today 'yesterday'"),
        ('today = "19900120"', "today '19900120'"),
        ('origins = "a"', "no setting origins"),
        ('index = "a\\u0000b"', "index 'a\\x00b'"),
        ('sources = ["a", 1]', "sources: 1 is not a text"),
        ('sources = ["a\\u0000b"]', "sources 'a\\x00b'"),
        ("index =", "can't be read"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(tmp_path: Path, written: str, said: str) -> None:
    """A key that there is not, a value that makes no sense, a file that is not TOML."""
    path = tmp_path / "searchsvc.toml"
    path.write_text(written, "utf-8")
    with pytest.raises(BadValue, match=re.escape(said)):
        load_settings({}, {}, str(path))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It is not there, or not text."""
    with pytest.raises(BadValue, match="missing"):
        load_settings({}, {}, str(tmp_path / "missing.toml"))
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadValue, match="binary"):
        load_settings({}, {}, str(tmp_path / "binary.toml"))


def test_today_is_the_newsrooms() -> None:
    """In its time zone, or the day that is fixed."""
    assert load_settings({}, {"SEARCHSVC_TODAY": "1990-01-20"}).today_is() == date(1990, 1, 20)
    zone = "Pacific/Kiritimati"
    before = datetime.now(ZoneInfo(zone)).date()
    assert before <= load_settings({}, {"SEARCHSVC_TIMEZONE": zone}).today_is()


@pytest.mark.parametrize(
    ("years", "round_years", "is_round"),
    [
        (0, None, False),
        (1, None, True),
        (2, None, False),
        (35, None, True),
        (45, None, False),
        (100, None, True),
        (110, None, False),
        (125, None, True),
        (150, None, True),
        (1000, None, True),
        (25, (10, 20), True),
        (30, (10, 20), False),
        (10, (), False),
        (25, (), False),
    ],
)
def test_round_anniversaries_go_on_every_25_years(
    years: int, round_years: tuple[int, ...] | None, is_round: bool
) -> None:
    """Those of the list, and after its last one every further 25."""
    settings = Settings() if round_years is None else Settings(round_years=round_years)
    assert settings.is_round(years) is is_round
