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
    can't be read, a key that there is not, or a value that makes no sense.
    """
    path = find_config(config or environ.get("SEARCHSVC_CONFIG"))
    values: dict[str, object] = {}
    origins = dict.fromkeys(NAMES, "default")
    for name, value in (read_config(path) if path else {}).items():
        values[name], origins[name] = value, str(path)
    for name in NAMES:
        variable = f"SEARCHSVC_{name.upper()}"
        if variable in environ:
            values[name], origins[name] = split(name, environ[variable]), variable
        if flags.get(name) is not None:
            values[name], origins[name] = flags[name], f"--{name}"
    return check({**values, "origins": origins})


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
    if name == "round_years":
        return [part.strip() for part in value.split(",") if part.strip()]
    return value.split(os.pathsep) if name == "sources" else value


def check(values: dict[str, object]) -> Settings:
    """Settings of `values`. Raises BadValue for one that makes no sense."""
    for name, value in values.items():
        listed = name in LISTS
        if name != "origins" and not isinstance(value, list if listed else str):
            raise BadValue(f"{name} must be a {'list' if listed else 'text'}, not {value!r}.")
    try:
        years = tuple(int(str(year)) for year in values.get("round_years", ROUND_YEARS))
    except ValueError as error:
        raise BadValue(f"round_years must be whole numbers: {error}") from error
    settings = Settings(
        **{
            **values,
            "round_years": years,
            "sources": tuple(map(str, values.get("sources", ()))),
        }
    )
    try:
        settings.zone()
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadValue(f"timezone {settings.timezone!r} is not a name such as Asia/Baku.") from error
    if settings.leap_day not in ("02-28", "03-01", "none"):
        raise BadValue(f"leap_day {settings.leap_day!r} is not 02-28, 03-01 or none.")
    try:
        settings.today_is()
    except ValueError as error:
        raise BadValue(f"today {settings.today!r} is not a day such as 1990-01-20.") from error
    return settings
