"""What is seen in Apple Messages: bubbles, rich links as cards, quick replies as chips, pickers as menus."""

from __future__ import annotations

from transcode.picture import (
    Block,
    Bubble,
    Effect,
    Kind,
    Menu,
    Picture,
    Role,
    Row,
    Section,
    ShownButton,
    ShownFile,
    Undrawn,
    Value,
    words,
)
from transcode.result import Transcoded

__all__ = ["picture"]


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(message: Value) -> Bubble:
    if text := message["body"].text:
        return Bubble(words(text))
    if link := message["richLinkData"]:
        video = link["assets"]["video"]["url"].text
        shown: tuple[Block, ...] = (
            *([ShownFile(Kind.VIDEO, video)] if video else []),
            *words(link["title"].text, Role.TITLE),
        )
        url = link["url"].text  # the link itself is tapped, so what stands below its title is where it leads
        return Bubble(shown, (ShownButton(url, Effect.OPEN, url),))
    interactive = message["interactiveData"]
    data, seen = interactive["data"], interactive["receivedMessage"]
    said = (*words(seen["title"].text, Role.TITLE), *words(seen["subtitle"].text))
    if quick := data["quick-reply"]:
        chips = tuple(ShownButton(one["title"].text, Effect.ANSWER, one["identifier"].text) for one in quick["items"])
        return Bubble(words(quick["summaryText"].text), (), chips)
    if sections := tuple(map(_section, data["listPicker"]["sections"])):
        return Bubble((*said, Menu("", sections)))
    if event := data["event"]:
        slots = tuple(
            ShownButton(slot["startTime"].text, Effect.EVENT, slot["identifier"].text) for slot in event["timeslots"]
        )
        return Bubble((*said, *words(event["title"].text)), slots)
    return Bubble((Undrawn(f"A message of type {message['type'].text or 'unknown'}."),))


def _section(section: Value) -> Section:
    rows = (Row(item["title"].text, item["subtitle"].text, item["identifier"].text) for item in section["items"])
    return Section(section["title"].text, tuple(rows))
