"""What does a language say about dates? Its table, read from `languages/*.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("en", "ru", "az", "tr", "uk", "de", "fr", "es", "hy", "ka")
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Language:
    """One table: literal words by section and key, and a few yes-or-no facts about word order."""

    code: str
    data: dict[str, Any]

    def words(self, section: str, key: str) -> tuple[str, ...]:
        """The words of one entry, none if the language has no such entry."""
        return tuple(self.data.get(section, {}).get(key, ()))

    def says(self, fact: str) -> bool:
        """A fact of the section `order`."""
        return bool(self.data["order"].get(fact, False))

    def numbers(self, section: str, keys: tuple[str, ...]) -> dict[str, int]:
        """Each word of a calendar section with its number, from 1."""
        return {word: i for i, key in enumerate(keys, 1) for word in self.words(section, key)}


@cache
def load(code: str) -> Language:
    """The table of an ISO 639-1 code."""
    source = files(__package__).joinpath("languages", f"{code}.toml")
    return Language(code, tomllib.loads(source.read_text("utf-8")))
