"""Which anniversaries does a request ask for? Its parameters are read here, for every edge."""

from dataclasses import dataclass
from datetime import date

from werkzeug.datastructures import MultiDict

from searchsvc.day import first_day
from searchsvc.desk import MOST_DAYS, Desk, plan
from searchsvc.engine import Engine
from searchsvc.errors import BadValue
from searchsvc.message import Message
from searchsvc.request import read_request, whole
from searchsvc.settings import Settings

DAYS = 30
MOST_ARTICLES = 10**6

FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True}


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be planned: `days` days from `first` on, and the filters."""

    first: date
    days: int = DAYS
    only_round: bool = False
    categories: tuple[str, ...] = ()
    least: int = 1

    def desk(self, engine: Engine, settings: Settings, now: int) -> Desk:
        """The anniversaries of these days. Raises BadValue if the calendar ends before them."""
        return plan(
            engine,
            settings,
            self.first,
            self.days,
            self.only_round,
            self.categories,
            self.least,
            now,
        )


def read_plan(args: MultiDict[str, str], settings: Settings) -> Plan:
    """What the parameters from, days, round, category and least ask for.

    Those that are not given, or empty, have their defaults: 30 days from today on. Raises BadValue
    for one that can't be read.
    """

    def last(name: str, default: str) -> str:
        return (args.getlist(name) or [""])[-1].strip() or default

    only_round = last("round", "").lower()
    if only_round not in FLAGS:
        raise BadValue(Message("round=%(value)r is not 1, true, 0 or false.", value=only_round))
    return Plan(
        first=day_of("from", last("from", settings.today_is().isoformat())),
        days=whole("days", last("days", str(DAYS)), 1, MOST_DAYS),
        only_round=FLAGS[only_round],
        categories=read_request({"category": args.getlist("category")}).category,
        least=whole("least", last("least", "1"), 1, MOST_ARTICLES),
    )


def day_of(name: str, value: str) -> date:
    """`value` as a day. Raises BadValue if it is not an ISO date with year, month and day."""
    try:
        day = first_day(value)
    except ValueError:
        day = None
    if day is None or day.isoformat() != value:
        raise BadValue(
            Message("%(name)s=%(value)r is not a day such as 1990-01-20.", name=name, value=value)
        )
    return day
