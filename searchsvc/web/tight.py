"""How does a template stay readable, and its page small? It loses its indents as it is compiled."""

import re

from jinja2.ext import Extension

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


class Tight(Extension):
    """Compiles templates, none of which holds text whose indents mean anything, without them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        return INDENT.sub("", source)
