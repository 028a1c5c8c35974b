"""What did somebody fill into the form of a search? Dates in any words; the unreadable is told."""

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from searchsvc.day import first_day, last_day, read_date
from searchsvc.message import Message

BOUNDS = ("from", "to")


@dataclass(frozen=True, slots=True)
class Form:
    """The parameters that are meant, and a note on each that was left out.

    `tidy` if the address says them as a link would.
    """

    values: dict[str, list[str]]
    notes: tuple[Message, ...]
    tidy: bool


def read_form(given: MultiDict[str, str]) -> Form:
    """What `given` means; a bound that is no date is left out, as are bounds in the wrong order."""
    values = given.to_dict(flat=False)
    notes = []
    for name in BOUNDS:
        written = (values.pop(name, None) or [""])[-1].strip()
        try:
            values |= {name: [read_date(written)]} if written else {}
        except ValueError:
            notes.append(
                Message(
                    "“%(words)s” can’t be read as a date and was left out;"
                    " write 1990, 1990-01 or 20 Jan 1990.",
                    words=written,
                )
            )
    first, last = (values.get(name, [""])[0] for name in BOUNDS)
    if first and last and first_day(first) > last_day(last):
        notes.append(
            Message("%(first)s lies after %(last)s; both were left out.", first=first, last=last)
        )
        values = {name: each for name, each in values.items() if name not in BOUNDS}
    tidy = "" not in given.values() and all(
        given.getlist(name) == values.get(name, []) for name in BOUNDS
    )
    return Form(values, tuple(notes), tidy)
