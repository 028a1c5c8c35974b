"""Which days does a text speak of? A command for looking at what is found and how."""

import datetime
from dataclasses import asdict
from typing import TextIO

import click

from searchsvc.cli.context import print_json
from searchsvc.dates import find_dates
from searchsvc.language import detect


@click.command()
@click.argument("file", type=click.File(encoding="utf-8", errors="replace"), default="-")
@click.option(
    "--published",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of publication, such as 2025-01-20; it gives years to days without one.",
)
@click.option("--language", help="Such as en; told by the text if not given.")
@click.option("--json", "json", is_flag=True, help="Print JSON Lines, a mention a line.")
def dates(
    file: TextIO, published: datetime.datetime | None, language: str | None, json: bool
) -> None:
    """Show the days, months and years that a text in a file or on standard input speaks of."""
    written = file.read()
    day = published.date() if published else None
    for mention in find_dates(written, day, language or detect(written)):
        text = written[mention.start : mention.end]
        if json:
            found = asdict(mention) | {"text": text}
            del found["field"]
            print_json(found)
        else:
            ahead = ", in the future" if mention.future else ""
            shown = " ".join(text.split())
            click.echo(f"{mention.value:10}  {shown}  ({mention.year_source}{ahead})")


COMMANDS = (dates,)
