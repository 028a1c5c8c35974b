"""Do templates print what they did with the escaping that they come with?"""

import pytest
from conftest import ARTICLES, fill
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError
from markupsafe import Markup, escape
from test_pages import SETTINGS

from searchsvc.engine import Engine
from searchsvc.message import Message
from searchsvc.web import create_app
from searchsvc.web.escaping import escaped

TEXTS = st.text() | st.text("a&<>\"'й", max_size=20)
VALUES = TEXTS | TEXTS.map(Markup) | st.integers() | st.floats() | st.booleans() | st.none()


class Spoken(str):
    """A string that knows its HTML."""

    def __html__(self) -> str:
        return f"<b>{self}</b>"


@given(VALUES | TEXTS.map(lambda text: Message(text.replace("%", ""))) | TEXTS.map(Spoken))
def test_escaped_is_what_escape_says(value: object) -> None:
    """The characters are the same for a value of any kind, safe or not."""
    assert str(escaped(value)) == str(escape(value))


def test_templates_escape_so(empty: Engine) -> None:
    """Those of the application print by `escaped`, and a value that is missing still fails."""
    fill(empty, ARTICLES)
    pages = create_app(empty, SETTINGS).jinja_env
    template = pages.from_string("{% set a %}{{ x }}{% endset %}<i>{{ a }}{{ x }}{{ y }}</i>")
    assert template.root_render_func.__globals__["escape"] is escaped
    assert template.render(x="<&>", y=Markup("<b>")) == "<i>&lt;&amp;&gt;&lt;&amp;&gt;<b></i>"
    with pytest.raises(UndefinedError):
        template.render(x="a")
