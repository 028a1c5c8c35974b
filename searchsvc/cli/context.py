"""What do all commands share? The settings, the engine, and how things are printed."""

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import orjson

from searchsvc.engine import Engine
from searchsvc.engine.opening import open_engine
from searchsvc.record import Reject
from searchsvc.settings import Settings

SHOWN_REJECTS = 20
"""How many rejects are printed; all are kept with the generation."""


@dataclass(slots=True)
class Archive:
    """The archive that a command works on; `load` reads the settings for its flags."""

    load: Callable[[Mapping[str, str | None]], Settings]

    def open(self, index: str | None, engine: str | None) -> tuple[Engine, Settings]:
        """The engine and the settings that the flags of a command mean."""
        settings = self.load({"index": index, "engine": engine})
        return open_engine(settings.engine, Path(settings.index)), settings


def on_index(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of every command that touches an index, and the archive as first argument."""
    for option in (
        click.option("--engine", metavar="NAME", help="The engine (SEARCHSVC_ENGINE): whoosh."),
        click.option("--index", metavar="DIR", help="The index folder (SEARCHSVC_INDEX)."),
        click.pass_obj,
    ):
        command = option(command)
    return command


def as_json(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option --json."""
    return click.option("--json", "json", is_flag=True, help="Print one JSON object.")(command)


def print_json(value: object) -> None:
    """Print `value` as one line of JSON on standard output."""
    click.echo(orjson.dumps(value))


def say(sentence: str) -> None:
    """Tell the operator something, beside the output."""
    click.echo(sentence, err=True)


def print_rejects(rejects: list[Reject], where: str) -> None:
    """Tell which records could not be read."""
    for reject in rejects[:SHOWN_REJECTS]:
        say(str(reject))
    if len(rejects) > SHOWN_REJECTS:
        say(f"... and {len(rejects) - SHOWN_REJECTS:,} more; {where}")


def several(count: int, noun: str) -> str:
    """`count` things that `noun` names one of."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


class Progress:
    """Counts records: one line that changes on a terminal, a line every 5,000 elsewhere."""

    def __init__(self) -> None:
        self.terminal = sys.stderr.isatty()
        self.began = self.shown = time.monotonic()

    def __call__(self, count: int) -> None:
        if self.terminal and count % 100 == 0 and time.monotonic() - self.shown > 0.1:
            self.shown = time.monotonic()
            rate = count / (self.shown - self.began)
            click.echo(f"\r{count:,} records read, {rate:,.0f} a second", err=True, nl=False)
        elif not self.terminal and count % 5_000 == 0:
            say(f"{count:,} records read")

    def done(self) -> float:
        """End the line; the seconds that have passed."""
        if self.terminal:
            click.echo("\r\033[K", err=True, nl=False)
        return time.monotonic() - self.began
