"""Which days does a text speak of? A command for looking at what is found and how."""

import datetime
from dataclasses import asdict

import click

from searchsvc.cli.context import print_json
from searchsvc.dates import find_dates
from searchsvc.language import detect


def day_given(
    context: click.Context, option: click.Parameter, value: str | None
) -> datetime.date | None:
    """The day that an option names."""
    try:
        return datetime.datetime.strptime(value, "%Y-%m-%d").date() if value else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day such as 2025-01-20.") from error


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True), default="-")
@click.option(
    "--published",
    metavar="DATE",
    callback=day_given,
    help="The day of publication, such as 2025-01-20; it gives years to days without one.",
)
@click.option("--language", help="Such as en; told by the text if not given.")
@click.option("--json", "json", is_flag=True, help="Print JSON Lines, a mention a line.")
def dates(file: str, published: datetime.date | None, language: str | None, json: bool) -> None:
    """Show the days, months and years that a text in a file or on standard input speaks of."""
    with click.open_file(file, encoding="utf-8", errors="replace") as opened:
        written = opened.read()
    for mention in find_dates(written, published, language or detect(written)):
        text = written[mention.start : mention.end]
        if json:
            found = asdict(mention) | {"text": text}
            del found["field"]
            print_json(found)
        else:
            ahead = ", in the future" if mention.future else ""
            shown = " ".join(text.split())
            click.echo(f"{mention.value:10}  {shown}  ({mention.year_source}{ahead})")
