"""How does a sentence cross the floors, so that an edge can say it in another language?

As a string, the English sentence, which still knows what it was made of.
"""

from typing import Self


def plural(one: str, several: str, count: int, **values: object) -> "Message":
    """The message for so many; `count` is one of its values."""
    return Message(one, several, count=count, **values)


class Message(str):
    """A sentence in English, made of a `pattern` with named places and the `values` for them.

    With `several`, the pattern is chosen by the value `count`. Whole numbers get separators; what
    should have none, such as a year, is given as text.
    """

    pattern: str
    several: str
    values: dict[str, object]

    def __new__(cls, pattern: str, several: str = "", **values: object) -> Self:
        chosen = several if several and values["count"] != 1 else pattern
        written = {
            name: f"{value:,}" if isinstance(value, int) else value
            for name, value in values.items()
        }
        made = super().__new__(cls, chosen % written if values else chosen)
        made.pattern, made.several, made.values = pattern, several, values
        return made
