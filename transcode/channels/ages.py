"""How long ago each limit was read, for whoever looks them up again. The date is the caller's: no clock is read.

>>> from datetime import date
>>> from transcode.channels import writer_for
>>> sms = [writer_for("SMS")]
>>> [one.limit.name for one in older_than(sms, days=365, as_of=date(2099, 1, 1))]
['body', 'sender name', 'recipient digits']
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from transcode.measure import Limit
from transcode.message.limits import LIMITS
from transcode.writer.base import ChannelWriter

__all__ = ["SCHEMA", "AgedLimit", "older_than"]

SCHEMA: Final = "message schema"
"""What limits of the generic message are listed under: they hold on every channel."""


@dataclass(frozen=True, slots=True)
class AgedLimit:
    """A limit, and how many days ago it was read; None where its date is none."""

    channel: str
    limit: Limit
    days: int | None

    def as_dict(self) -> dict[str, Any]:
        """Return it as a JSON-ready dict."""
        return {
            "channel": self.channel,
            "name": self.limit.name,
            "value": self.limit.value,
            "unit": self.limit.unit.value,
            "source": self.limit.source,
            "retrieved": self.limit.retrieved,
            "days": self.days,
        }


def older_than(
    writers: Iterable[type[ChannelWriter]], *, days: int, as_of: date, schema: bool = False
) -> tuple[AgedLimit, ...]:
    """Return the limits that were read more than ``days`` days before ``as_of``, the longest ago first.

    A limit whose ``retrieved`` is no ISO date (a third party's may be none) stands before all others: nobody knows how
    old it is. ``schema`` adds the limits of the generic message.
    """
    limits = [(writer.channel, limit) for writer in writers for limit in writer.limits]
    if schema:
        limits += [(SCHEMA, limit) for limit in LIMITS]
    aged = [AgedLimit(channel, limit, _days(limit.retrieved, as_of)) for channel, limit in limits]
    old = [one for one in aged if one.days is None or one.days > days]
    return tuple(sorted(old, key=lambda one: (one.days is not None, -(one.days or 0))))


def _days(retrieved: str, as_of: date) -> int | None:
    try:
        return (as_of - date.fromisoformat(retrieved)).days
    except ValueError:
        return None
