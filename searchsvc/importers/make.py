"""How does a record become an article? Lenient about names and kinds, strict about dates."""

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Any

import orjson

from searchsvc.article import UNCATEGORISED, Article, Image, Status, derive_ids
from searchsvc.day import is_date, read_date
from searchsvc.importers.clean import (
    Unreadable,
    block,
    language_code,
    line,
    names,
    opening_sentence,
    text_of,
)
from searchsvc.importers.mentions import mentions_of
from searchsvc.record import Record, Reject

NAMES: Mapping[str, str] = {
    "id": "id guid",
    "title": "title headline name",
    "body": "body text content articlebody",
    "category": "category section rubric categories articlesection",
    "date": "date published publishedat pubdate datepublished published_on",
    "language": "language lang inlanguage",
    "url": "url link permalink",
    "source": "source",
    "authors": "authors author byline creator",
    "tags": "tags keywords",
    "updated": "updated modified updatedat datemodified modifiedat",
    "excerpt": "excerpt",
    "status": "status",
    "note": "note",
    "reason": "reason",
    "visible_from": "visiblefrom embargo",
    "image": "image",
    "caption": "caption imagecaption",
    "translation_of": "translationof",
    "aliases": "aliases",
    "implied_date": "implieddate",
    "mentions": "mentions",
}
"""The names under which a record may hold each field, small and without signs, best first."""

FIELDS = {name.replace("_", ""): field for field, each in NAMES.items() for name in each.split()}

STATUSES: Mapping[str, Status] = {
    **dict.fromkeys(("", "normal", "publish", "published", "active", "live"), "normal"),
    **dict.fromkeys(("corrected", "correction"), "corrected"),
    **dict.fromkeys(("withdrawn", "retracted", "removed", "deleted"), "withdrawn"),
}
YES = {"true", "yes", "1"}
NO = {"false", "no", "0"}
LONGEST_ID = 200
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def make_article(record: Record, zone: tzinfo = UTC) -> Article | Reject:
    """The article of one record, or why there is none; times without an offset are in `zone`.

    A date or an embargo that can't be read makes a Reject: nothing is published on a guess.
    """
    try:
        return build(fields_of(record.data), record.source, zone)
    except Unreadable as error:
        data = record.data
        begins = data if isinstance(data, bytes) else repr(data).encode("utf-8", "replace")
        text = begins[:100].decode("utf-8", "replace")
        return Reject(record.file, record.line, str(error), text)


def fields_of(data: bytes | dict[str, object]) -> dict[str, object]:
    """The fields of a record under our names, without those that are null or empty."""
    found: dict[str, tuple[int, object]] = {}
    for name, value in (parse(data) if isinstance(data, bytes) else data).items():
        field, rank = field_of(name)
        if not field or value is None or value == "" or value == []:
            continue
        if field not in found or rank < found[field][0]:
            found[field] = rank, value
    return {field: value for field, (_, value) in found.items()}


@lru_cache(1024)
def field_of(name: str) -> tuple[str, int]:
    """Which field, "" if none, a record means by `name`, and how well that says it: -1 is best.

    `datePublished`, `date_published` and `Date published` are the same.
    """
    plain = re.sub(r"[\s_:-]", "", name).casefold()
    field = FIELDS.get(plain, "")
    known = NAMES.get(field, "").replace("_", "").split()
    return field, -1 if field == name or not field else known.index(plain)


def parse(data: bytes) -> dict[str, Any]:
    """The JSON object that `data` is. Raises Unreadable."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        try:  # orjson refuses lone surrogates, large numbers and raw control characters
            value = json.loads(data.decode("utf-8"), strict=False, parse_constant=no_number)
        except UnicodeDecodeError as error:
            raise Unreadable(
                f"the line is not UTF-8 (byte {error.start + 1}); JSON must be"
            ) from error
        except RecursionError as error:
            raise Unreadable("the JSON is nested too deep") from error
        except json.JSONDecodeError as error:
            raise Unreadable(
                f"the line is not JSON: {error.msg} at character {error.colno}"
            ) from error
        except ValueError as error:
            raise Unreadable(f"the line is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise Unreadable("the record is not a JSON object")
    return value


def no_number(name: str) -> float:
    """Refuses NaN and Infinity, which are not JSON."""
    raise ValueError(f"{name} is not JSON")


def build(fields: dict[str, object], source: str, zone: tzinfo) -> Article:
    """The article of a record's fields. Raises Unreadable."""
    title, body = line(text_of(fields, "title")), block(text_of(fields, "body"))
    excerpt, teaser = excerpt_of(fields)
    if teaser and not body:
        body, excerpt = teaser, True
    if not title and not body:
        raise Unreadable("the record has neither a title nor a text")
    title = title or opening_sentence(body)
    categories = names(fields, "category", "")
    kept = [name for name in categories if name.casefold() != UNCATEGORISED]
    url = line(text_of(fields, "url"))
    named = line(text_of(fields, "source")) or source
    date = date_of(fields, "date", zone)
    status = status_of(fields)
    ids = derive_ids(url, named, title, date)
    own = id_of(fields) or ids[0]
    aliases = dict.fromkeys((*names(fields, "aliases", ""), *ids))
    note, reason = block(text_of(fields, "note")), block(text_of(fields, "reason"))
    return Article(
        id=own,
        title=title,
        body=body,
        category=kept[0] if kept else "",
        date=date,
        language=language_code(text_of(fields, "language")),
        url=url,
        source=named,
        authors=names(fields, "authors", ";"),
        tags=tuple(dict.fromkeys((*names(fields, "tags", ",;"), *kept[1:]))),
        updated=updated_of(fields, zone),
        excerpt=excerpt,
        status=status,
        note=(reason or note) if status == "withdrawn" else (note or reason),
        visible_from=embargo_of(fields, zone),
        image=image_of(fields),
        translation_of=line(text_of(fields, "translation_of")),
        aliases=tuple(alias for alias in aliases if alias != own),
        implied_date=date_of(fields, "implied_date", zone),
        mentions=mentions_of(fields, title, body),
    )


def id_of(fields: dict[str, object]) -> str:
    """The given id, "" if there is none."""
    given = text_of(fields, "id").strip()
    if CONTROL.search(given):
        raise Unreadable(f"the id {given[:40]!r} holds control characters")
    if len(given) > LONGEST_ID:
        raise Unreadable(f"the id is longer than {LONGEST_ID} characters")
    if given in (".", ".."):
        raise Unreadable(f"the id {given!r} can't stand in an address")
    return line(given) if given.split() else ""


def date_of(fields: dict[str, object], name: str, zone: tzinfo) -> str | None:
    """A date of the precision that was written, None if there is none."""
    written = line(text_of(fields, name))
    if not written or written.startswith("0000-00-00"):  # what MySQL writes for no date
        return None
    try:
        return read_date(written, zone)
    except ValueError as error:
        reason = "could be two days" if "two days" in str(error) else "can't be read"
        raise Unreadable(
            f"the {name.replace('_', ' ')} {written[:60]!r} {reason}; "
            "leave it out or write it as 1990-01-20"
        ) from error


def updated_of(fields: dict[str, object], zone: tzinfo) -> str | None:
    """When the article was last changed: a date or a full timestamp in ISO form."""
    written = line(text_of(fields, "updated"))
    if is_date(written):
        return written
    try:
        if re.match(r"\d{4}-\d\d-\d\d[T ]\d", written):
            return datetime.fromisoformat(written).isoformat()
    except ValueError:
        pass
    return date_of(fields, "updated", zone)


def embargo_of(fields: dict[str, object], zone: tzinfo) -> int | None:
    """The end of the embargo in seconds since 1970; a day without a clock ends it as it begins."""
    value = fields.get("visible_from")
    if isinstance(value, int | float) and not isinstance(value, bool):
        if math.isfinite(value) and abs(value) < 2**62:
            return math.ceil(value)
    elif isinstance(value, str):
        written = line(value)
        if not written:
            return None
        if re.fullmatch(r"-?\d{9,12}", written):
            return int(written)
        try:
            moment = datetime.fromisoformat(written)
            local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
            return math.ceil(local.timestamp())
        except (ValueError, OverflowError):
            pass
    elif value is None:
        return None
    raise Unreadable(
        f"the embargo {str(value)[:60]!r} can't be read; "
        "write it as 2026-01-20T06:00+04:00 or 2026-01-20"
    )


def excerpt_of(fields: dict[str, object]) -> tuple[bool, str]:
    """Whether the text is only a teaser; and the teaser, where the field holds one instead."""
    value = fields.get("excerpt")
    if isinstance(value, bool):
        return value, ""
    written = block(text_of(fields, "excerpt"))
    if written.casefold() in YES | NO | {""}:
        return written.casefold() in YES, ""
    return False, written


def status_of(fields: dict[str, object]) -> Status:
    """Normal, corrected or withdrawn; a draft, or any other status, is refused."""
    written = line(text_of(fields, "status"))
    status = STATUSES.get(written.casefold())
    if status is None:
        raise Unreadable(
            f"the status {written[:60]!r} is not one that is shown (normal, corrected, withdrawn)"
        )
    return status


def image_of(fields: dict[str, object]) -> Image | None:
    """The picture: an object or a URL, with its caption."""
    value, caption = fields.get("image"), text_of(fields, "caption")
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        inner = {str(key): part for key, part in value.items() if part is not None}
        url = text_of(inner, "url") or text_of(inner, "src") or text_of(inner, "href")
        caption = text_of(inner, "caption") or caption or text_of(inner, "alt")
    else:
        url = text_of({"image": value}, "image") if value is not None else ""
    image = Image(line(url), block(caption))
    return image if image != Image("") else None
