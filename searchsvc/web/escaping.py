"""How does a value become HTML in a template? Escaped like everywhere, without a wrapper.

A page prints several hundred values. Most of them hold nothing to escape, and none of them has to
be Markup itself, as it is joined to the page at once: so most are printed as they are.
"""

import re
from collections.abc import Callable, MutableMapping
from types import CodeType
from typing import Any

from jinja2 import Environment, Template
from markupsafe import Markup, escape

special = re.compile(r"""[&<>"']""").search
"""Finds what `escape` replaces."""


def escaped(value: object) -> str:
    """The characters of `escape(value)`."""
    if type(value) is str:
        return escape(value) if special(value) else value
    if type(value) is Markup:
        return value
    return str(value) if type(value) in (int, float) else escape(value)


class Escaped(Template):
    """A template that prints its values with `escaped`."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template
