"""How do the coming anniversaries get into an editor's calendar?

One all-day event for each date and year, with an identity that stays: a calendar that asks again
replaces what it has. There are no recurrence rules, since next year's entry says something else.
"""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Calendar, Event, Timezone

from searchsvc.desk import Desk, Entry
from searchsvc.settings import Settings

PRODUCT = "-//searchsvc//anniversaries//EN"
REFRESH = "P1D"
ONE_DAY = timedelta(days=1)


def calendar_feed(desk: Desk, settings: Settings) -> bytes:
    """The entries of `desk` as an iCalendar file (RFC 5545), UTF-8.

    Several events of one date share one calendar entry.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{settings.title}: anniversaries")
    calendar.add("x-published-ttl", REFRESH)
    together: dict[tuple[str, str], list[Entry]] = {}
    for entry in desk.entries:
        together.setdefault((entry.on, entry.date), []).append(entry)
    for (on, day), entries in sorted(together.items()):
        calendar.add_component(event(on, day, entries, settings, desk.first))
    if not together:
        calendar.add_component(Timezone.from_tzid("UTC"))  # RFC 5545 demands some component
    return bytes(calendar.to_ical())


def event(on: str, day: str, entries: list[Entry], settings: Settings, planned: str) -> Event:
    """The entry of a calendar for the `entries` of one date, as of the day `planned`."""
    best = entries[0]
    starts = date.fromisoformat(on)
    found = Event()
    found.add("uid", f"{day}.{starts.year}@{host(settings)}")
    found.add("dtstamp", datetime.fromisoformat(f"{planned}T00:00:00+00:00"))
    found.add("dtstart", starts)
    found.add("dtend", starts + ONE_DAY)
    found.add("summary", f"{best.title} ({ago(best.years)}, {day})")
    found.add("description", "\n\n".join(map(described, entries)))
    found.add("transp", "TRANSPARENT")
    found.add("class", "PUBLIC")
    if settings.public_url:
        found.add("url", f"{settings.public_url.rstrip('/')}/event/{day}")
    return found


def described(entry: Entry) -> str:
    """An entry in plain words: title, reasons, articles."""
    lines = [entry.title, " ".join(entry.why)]
    lines += [f"{each.article.date or 'undated'}: {each.article.title}" for each in entry.articles]
    return "\n".join(lines)


def ago(years: int) -> str:
    """How long ago in words."""
    return "1 year ago" if years == 1 else f"{years} years ago"


def host(settings: Settings) -> str:
    """The name under which identities stay unique: the public one, if there is one."""
    return urlsplit(settings.public_url).hostname or "searchsvc.invalid"
