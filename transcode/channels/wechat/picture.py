"""What is seen in WeChat: a bubble for each message, articles as cards, menus as a text with links below it."""

from __future__ import annotations

from transcode.picture import Bubble, Effect, Kind, Picture, Role, ShownButton, ShownFile, Undrawn, Value, words
from transcode.result import Transcoded

__all__ = ["picture"]


def picture(result: Transcoded) -> Picture:
    """Describe the messages in sending order."""
    return Picture(tuple(_bubble(Value(payload)) for payload in result.payloads))


def _bubble(message: Value) -> Bubble:
    if text := message["text"]["content"].text:
        return Bubble(words(text))
    if articles := tuple(message["news"]["articles"]):
        article = articles[0]
        said = (*words(article["title"].text, Role.TITLE), *words(article["description"].text))
        url = article["url"].text
        # The article itself is tapped, so what stands below it is where it leads.
        return Bubble((ShownFile(Kind.IMAGE, article["picurl"].text), *said), (ShownButton(url, Effect.OPEN, url),))
    if menu := message["msgmenu"]:
        items = tuple(ShownButton(one["content"].text, Effect.ANSWER, one["id"].text) for one in menu["list"])
        return Bubble((*words(menu["head_content"].text), *words(menu["tail_content"].text)), items)
    if fields := message["data"]:
        values = tuple(fields[name]["value"].text for name in fields.names)
        return Bubble(tuple(block for value in values for block in words(value)))
    return Bubble((Undrawn(f"A message of type {message['msgtype'].text or 'unknown'}."),))
