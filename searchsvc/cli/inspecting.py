"""Commands that tell how things stand: doctor, stats, config."""

from dataclasses import asdict

import click

from searchsvc.cli.context import Archive, as_json, on_index, print_json, say, several
from searchsvc.errors import IndexDamaged


@click.command()
@as_json
@on_index
def doctor(archive: Archive, json: bool, index: str | None, engine: str | None) -> None:
    """Tell whether the index is sound, current and of this version, and what to do if not."""
    opened, settings = archive.open(index, engine)
    problems = opened.check()
    if json:
        print_json({"sound": not problems, "problems": problems})
    if not problems:
        state = opened.state()
        say(
            f"{settings.index} is sound: {several(state.articles, 'article')}, built {state.built}."
        )
        return
    for problem in problems:
        say(problem)
    raise click.exceptions.Exit(IndexDamaged.exit_code)


@click.command()
@as_json
@on_index
def stats(archive: Archive, json: bool, index: str | None, engine: str | None) -> None:
    """Tell what the index holds."""
    opened, _ = archive.open(index, engine)
    state = asdict(opened.state())
    if json:
        print_json(state)
        return
    for name, value in state.items():
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        click.echo(f"{name:12} {shown}")


@click.command()
@as_json
@click.pass_obj
def config(archive: Archive, json: bool) -> None:
    """Show all settings and where each comes from."""
    settings = archive.load({})
    if json:
        print_json(
            {
                name: {"value": getattr(settings, name), "origin": origin}
                for name, origin in settings.origins.items()
            }
        )
        return
    for name, origin in settings.origins.items():
        value = getattr(settings, name)
        shown = ", ".join(map(str, value)) if isinstance(value, tuple) else value
        click.echo(f"{name:12} {shown or '(none)':40} {origin}")
