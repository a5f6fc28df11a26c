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
        filters=[
            ("channel", "Channel", "All", [(title_of(name), _count(listed, channel=name)) for name in channels]),
            ("outcome", "Arrives", "Any way", [(OUTCOMES[each], _count(listed, outcome=each)) for each in outcomes]),
        ],
        media="placeholder",
        heading="h2",
        refresh=None,
    )


def _count(exhibits: Iterable[Exhibit], **wanted: str) -> int:
    return sum(getattr(exhibit.result, name) == value for exhibit in exhibits for name, value in wanted.items())


def _filters(channels: int, outcomes: int) -> str:
    """Return the rules that hide what is not chosen; they name numbers, and nothing of a message.

    An input and what it filters are siblings: with ``:has()`` a browser takes seconds over hundreds of messages.
    """
    rules = []
    for kind, count in (("channel", channels), ("outcome", outcomes)):
        for name in ("all", *map(str, range(count))):
            chosen = f".tp > #by-{kind}-{name}"
            label = f"~ .filters > label[for='by-{kind}-{name}']"
            rules.append(
                f"{chosen}:checked {label}{{background:var(--paper);color:var(--ink);border-color:var(--line)}}"
            )
            rules.append(f"{chosen}:focus-visible {label}{{outline:3px solid var(--link)}}")
        rules += (
            f".tp > #by-{kind}-{n}:checked ~ .channels > [data-{kind}]:not([data-{kind}='{n}']){{display:none}}"
            for n in range(count)
        )
    return "\n".join((*rules, ""))
