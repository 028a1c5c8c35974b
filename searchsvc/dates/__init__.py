"""Of which calendar days does a text speak?

>>> import datetime
>>> [m.value for m in find_dates("On 19 and 20 January 1990", datetime.date(2025, 1, 20), "en")]
['1990-01-19', '1990-01-20']
"""

import datetime
import re

from searchsvc.article import Mention
from searchsvc.dates.extract import extract
from searchsvc.dates.grammar import grammar
from searchsvc.dates.language import LANGUAGES
from searchsvc.dates.scan import masked

__all__ = ["find_dates"]

SAMPLE = 5_000  # characters that tell the script of a text
PART = 50_000  # characters that tell its language
SCRIPTS = (
    (re.compile("[a-zA-ZÀ-ɏə]"), ("en", "de", "fr", "es", "tr", "az")),
    (re.compile("[а-яА-ЯёіїєґЁІЇЄҐ]"), ("ru", "uk")),
    (re.compile("[Ա-և]"), ("hy",)),
    (re.compile("[ა-ჰ]"), ("ka",)),
)


def find_dates(text: str, published: datetime.date | None, language: str | None) -> list[Mention]:
    """The mentions of days, months and years in a text, in order.

    A text in no language, or in one without a table, is read in each language of its script,
    and the reading that makes the most of it counts.
    """
    text = masked(text)
    code = language or ""
    if code not in LANGUAGES:
        code = code.replace("_", "-").split("-")[0].lower()
    if code in LANGUAGES:
        return extract(text, published, grammar(code))
    sample = text[:SAMPLE]
    _, codes = max(SCRIPTS, key=lambda script: len(script[0].findall(sample)))
    part = text[:PART]
    best = max(codes, key=lambda code: _said(extract(part, published, grammar(code))))
    return extract(text, published, grammar(best))


def _said(mentions: list[Mention]) -> int:
    """How many letters of a text its mentions explain, whole days first."""
    return sum(
        (mention.end - mention.start) * (3 if mention.precision == "day" else 1)
        for mention in mentions
    )
