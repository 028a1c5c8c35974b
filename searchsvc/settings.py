"""How is this installation set up? Flag, then environment, then `searchsvc.toml`, then default."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, tzinfo
from difflib import get_close_matches
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from searchsvc.errors import BadValue

ROUND_YEARS = (1, 5, 10, 15, 20, 25, 30, 35, 40, 50, 60, 70, 75, 80, 90, 100)
"""The anniversaries that count as round; after the last one, every further 25 years."""

PLACES = (Path("searchsvc.toml"), Path("/etc/searchsvc/searchsvc.toml"))


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings. `leap_day` says where 29 February falls in other years, "none" for nowhere."""

    index: str = "index"
    engine: str = "whoosh"
    sources: tuple[str, ...] = ()
    title: str = "The Archive"
    public_url: str = ""
    timezone: str = "UTC"
    leap_day: str = "02-28"
    round_years: tuple[int, ...] = ROUND_YEARS
    today: str = ""
    origins: Mapping[str, str] = field(default_factory=dict)

    def zone(self) -> tzinfo:
        """The newsroom's time zone."""
        return UTC if self.timezone == "UTC" else ZoneInfo(self.timezone)

    def today_is(self) -> date:
        """The present day in the newsroom, or the one that SEARCHSVC_TODAY fixes."""
        return date.fromisoformat(self.today) if self.today else datetime.now(self.zone()).date()

    def is_round(self, years: int) -> bool:
        """Whether so many years are a round anniversary."""
        last = max(self.round_years, default=0)
        return years in self.round_years or (years > last and last > 0 and years % 25 == 0)


NAMES = tuple(each.name for each in fields(Settings) if each.name != "origins")
LISTS = ("sources", "round_years")


def load_settings(
    flags: Mapping[str, str | None], environ: Mapping[str, str], config: str | None = None
) -> Settings:
    """The settings, each from the first place that has it; `origins` says from which.

    `config` names the file to read in place of the usual ones. Raises BadValue for a file that
    can't be read, a key that there is not, or a value that makes no sense. A variable that is set
    to nothing is not set.
    """
    path = find_config(config or environ.get("SEARCHSVC_CONFIG"))
    values: dict[str, object] = {}
    origins = dict.fromkeys(NAMES, "default")
    for name, value in (read_config(path) if path else {}).items():
        values[name], origins[name] = value, str(path)
    for name in NAMES:
        variable = f"SEARCHSVC_{name.upper()}"
        if environ.get(variable):
            values[name], origins[name] = split(name, environ[variable]), variable
        if flags.get(name) is not None:
            values[name], origins[name] = flags[name], f"--{name}"
    return check(values, origins)


def find_config(given: str | None) -> Path | None:
    """The configuration file: the `given` one, else the first usual one that exists."""
    if given:
        if not Path(given).is_file():
            raise BadValue(f"There is no configuration file {given}.")
        return Path(given)
    return next((path for path in PLACES if path.is_file()), None)


def read_config(path: Path) -> dict[str, object]:
    """The keys of a configuration file. Raises BadValue for one that there is not."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadValue(f"{path} can't be read: {error}") from error
    for key in found:
        if key not in NAMES:
            near = get_close_matches(key, NAMES, 1)
            hint = f"; did you mean {near[0]}?" if near else f"; there are {', '.join(NAMES)}."
            raise BadValue(f"{path}: there is no setting {key}{hint}")
    return found


def split(name: str, value: str) -> object:
    """A value of the environment; lists are separated by commas (paths by the system's sign)."""
    if name not in LISTS:
        return value
    parts = value.split("," if name == "round_years" else os.pathsep)
    return [part.strip() for part in parts if part.strip()]


def check(values: Mapping[str, object], origins: Mapping[str, str]) -> Settings:
    """Settings of `values`. Raises BadValue for one that makes no sense."""
    texts: dict[str, str] = {}
    lists: dict[str, list[object]] = {}
    for name, value in values.items():
        if name in LISTS and isinstance(value, list):
            lists[name] = value
        elif name not in LISTS and isinstance(value, str):
            texts[name] = value
        else:
            kind = "list" if name in LISTS else "text"
            raise BadValue(f"{name} must be a {kind}, not {value!r}.")
    for name, text in [*texts.items(), *(("sources", each) for each in lists.get("sources", ()))]:
        if not isinstance(text, str):
            raise BadValue(f"{name}: {text!r} is not a text.")
        if "\0" in text:
            raise BadValue(f"{name} {text!r} holds a character that no name can have.")
    settings = Settings(
        sources=tuple(map(str, lists.get("sources", ()))),
        round_years=tuple(map(years, lists.get("round_years", ROUND_YEARS))),
        origins=origins,
        **texts,
    )
    try:
        settings.zone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        given = settings.timezone
        raise BadValue(f"timezone {given!r} is not a name such as Asia/Baku.") from error
    if settings.leap_day not in ("02-28", "03-01", "none"):
        raise BadValue(f"leap_day {settings.leap_day!r} is not 02-28, 03-01 or none.")
    try:
        day = settings.today_is()
    except ValueError:
        day = None
    if day is None or settings.today not in ("", day.isoformat()):
        raise BadValue(f"today {settings.today!r} is not a day such as 1990-01-20.")
    return settings


def years(value: object) -> int:
    """A number of years. Raises BadValue if `value` is not a whole number above 0."""
    written = str(value)
    if not (written.isascii() and written.isdigit() and len(written) < 5 and int(written)):
        raise BadValue(f"round_years: {value!r} is not a whole number of years.")
    return int(written)
