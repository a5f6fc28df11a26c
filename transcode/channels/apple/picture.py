"""What is seen in Apple Messages: bubbles, rich links as cards, quick replies as chips, pickers as menus."""

from __future__ import annotations

from transcode.picture import Block, Bubble, Button, Deed, File, Kind, Picture, Role, Undrawn, Value, words
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
            *([File(Kind.VIDEO, video)] if video else []),
            *words(link["title"].text, Role.TITLE),
        )
        return Bubble(shown, (Button(link["title"].text, Deed.OPEN, link["url"].text),))
    interactive = message["interactiveData"]
    data, seen = interactive["data"], interactive["receivedMessage"]
    said = (*words(seen["title"].text, Role.TITLE), *words(seen["subtitle"].text))
    if quick := data["quick-reply"]:
        chips = tuple(Button(one["title"].text, Deed.ANSWER, one["identifier"].text) for one in quick["items"])
        return Bubble(words(quick["summaryText"].text), (), chips)
    if sections := tuple(data["listPicker"]["sections"]):
        blocks: list[Block] = [*said]
        buttons: list[Button] = []
        for section in sections:
            blocks += words(section["title"].text)
            for item in section["items"]:
                blocks += words(item["subtitle"].text)
                buttons.append(Button(item["title"].text, Deed.ANSWER, item["identifier"].text))
        return Bubble(tuple(blocks), tuple(buttons))
    if event := data["event"]:
        slots = tuple(
            Button(slot["startTime"].text, Deed.EVENT, slot["identifier"].text) for slot in event["timeslots"]
        )
        return Bubble((*said, *words(event["title"].text)), slots)
    return Bubble((Undrawn(f"A message of type {message['type'].text or 'unknown'}."),))
