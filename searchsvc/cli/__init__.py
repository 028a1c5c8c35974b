"""What can an operator do from a shell?

Exit codes: 0 done, also with rejects or without hits; 1 failed; 2 usage or a refused query; 3 index
locked; 4 index missing, damaged or of another version.
"""

import os
from importlib import import_module
from typing import Any

import click

from searchsvc import __version__
from searchsvc.cli.context import Archive
from searchsvc.errors import SearchsvcError
from searchsvc.settings import load_settings

MODULES = {
    "writing": ("reindex", "add", "delete", "withdraw", "rollback"),
    "searching": ("search",),
    "editing": ("on-this-day", "anniversaries", "brief", "event"),
    "reading": ("read",),
    "dates": ("dates",),
    "inspecting": ("doctor", "stats", "config"),
    "serving": ("serve",),
}
"""Where each command stands. A command that is asked for is imported alone: a search needs no web
framework, and starts in half the time without it."""

PLACES = {name: module for module, names in MODULES.items() for name in names}


class Commands(click.Group):
    """A group that ends a failure with one sentence and the failure's own exit code."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted(PLACES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in PLACES:
            return None
        module = import_module(f"searchsvc.cli.{PLACES[name]}")
        found = getattr(module, name.replace("-", "_"))
        assert isinstance(found, click.Command)
        return found

    def parse_args(self, context: click.Context, args: list[str]) -> list[str]:
        for word in args:
            shown = word.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
            if shown != word:
                raise click.UsageError(f"{shown} is not UTF-8; write it in UTF-8, or rename it.")
        return super().parse_args(context, args)

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SearchsvcError as error:
            click.echo(f"searchsvc: {error}", err=True)
            context.exit(error.exit_code)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            where = f": {error.filename}" if error.filename else ""
            click.echo(f"searchsvc: {error.strerror or error}{where}", err=True)
            context.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", metavar="FILE", help="Settings; the default is ./searchsvc.toml.")
@click.version_option(__version__, prog_name="searchsvc")
@click.pass_context
def main(context: click.Context, config: str | None) -> None:
    """The search service of a news archive."""
    context.obj = Archive(lambda flags: load_settings(flags, os.environ, config))
