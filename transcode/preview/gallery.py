"""Many results on one page, with a filter by channel and by outcome that needs no script."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from transcode.preview.characters import visible
from transcode.preview.page import render_template
from transcode.preview.pictures import title_of
from transcode.preview.view import OUTCOMES, channel_view
from transcode.result import Outcome, Transcoded

__all__ = ["Exhibit", "render_gallery"]

_TITLE: Final = "Gallery of messages"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A result, and what it is called."""

    name: str
    result: Transcoded


def render_gallery(exhibits: Iterable[Exhibit], *, title: str = _TITLE) -> str:
    """Return one self-contained page of all ``exhibits``, which can be filtered by channel and by outcome.

    Payloads are left out, which keeps hundreds of messages in one page light.
    """
    listed = list(exhibits)
    channels = list(dict.fromkeys(exhibit.result.channel for exhibit in listed))
    outcomes = [outcome for outcome in Outcome if any(one.result.outcome is outcome for one in listed)]
    items = [
        {
            "name": exhibit.name,
            "channel_number": channels.index(exhibit.result.channel),
            "outcome_number": outcomes.index(exhibit.result.outcome),
            "view": channel_view(exhibit.result, f"c{number}", payload=False),
        }
        for number, exhibit in enumerate(listed, 1)
    ]
    return render_template(
        "gallery.html.j2",
        css=_filters(len(channels), len(outcomes)),
        title=visible(title),
        items=items,
        channels=[(title_of(name), sum(one.result.channel == name for one in listed)) for name in channels],
        outcomes=[(OUTCOMES[outcome], sum(one.result.outcome is outcome for one in listed)) for outcome in outcomes],
        media="placeholder",
        heading="h2",
        refresh=None,
    )


def _filters(channels: int, outcomes: int) -> str:
    """Return the rules that hide what is not chosen; they name numbers, and nothing of a message."""
    rules = [
        f".gallery:has(#by-{kind}-{number}:checked) [data-{kind}]:not([data-{kind}='{number}']){{display:none}}"
        for kind, count in (("channel", channels), ("outcome", outcomes))
        for number in range(count)
    ]
    return "\n".join((*rules, ""))
