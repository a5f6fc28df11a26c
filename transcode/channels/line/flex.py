"""Flex Messages: developers.line.biz/en/reference/messaging-api/#flex-message."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from transcode.channels.line.messages import Messages
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import encoded
from transcode.parts.forms import Filled, Form, fill
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.urls import why_not

__all__ = ["BUBBLE", "Flex", "summary"]

Json = dict[str, Any]

BUBBLE: Final = Form(
    "LINE's Flex bubble",
    label="flex label",
    files=("image",),
    needs=("title or text or file or link or buttons",),
    has_link=True,
)


class Flex(Messages):
    """How Flex Messages are written; see ``Line``."""

    def flex(self, container: Json, summary: str, limit: str, place: Place) -> Json:
        """Return the message that shows a bubble, or several side by side."""
        self.check_bytes(container, limit, f"a LINE {limit}", place)
        return {"type": "flex", "altText": self.alt_text(summary), "contents": container}

    def bubble(self, filled: Filled) -> Json:
        """Return a panel as a bubble."""
        actions = self.actions(filled)
        return _bubble(filled.panel, self._texts_of(filled.panel), [_button(action) for action in actions])

    def flex_carousel(self, message: Place, panels: Sequence[Panel]) -> Json:
        """Return cards side by side, each a bubble."""
        panels, limit = [panel for panel in panels if panel.summary], self.limit("flex bubbles")
        if not panels:
            raise Obstacle("there is nothing that LINE could show in another form", message)
        if len(panels) > limit.value:
            why = f"the carousel has {len(panels)} cards and LINE's flex carousel takes {limit.value}"
            raise Obstacle(why, message.at("cards"), limit.value, len(panels))
        bubbles = []
        for panel in panels:
            bubbles.append(self.bubble(self.accept(fill(BUBBLE, panel, self.limit))))
            self.check_bytes(bubbles[-1], "flex bubble", "a LINE flex bubble", panel.place)
        return self.flex({"type": "carousel", "contents": bubbles}, summary(panels), "flex carousel", message)

    def flex_list(self, message: Place) -> Json:
        """Return a list as one bubble, read from top to bottom."""
        title, text = message.words("title").block, message.words("description").block
        panel = self.with_media(Panel(message, "the list", title, text), message.get("media"), BUBBLE.files)
        buttons = self.items(self.listed(message, "LINE has no product catalogue"))
        self.refuse_impossible(buttons)
        whole = panel._replace(buttons=buttons)
        headings = Words.join(", ", (section.words("title").line for section in message.at_all("sections")))
        said = (NOTHING if whole.words or buttons else headings) or whole.summary
        if not said:
            raise Obstacle("there is nothing that LINE could show in another form", message)
        actions = self.actions(self.accept(fill(BUBBLE, whole, self.limit)))
        contents = [*self._texts_of(panel), *self._items_of(message, actions)]
        return self.flex(_bubble(panel, contents, []), said, "flex bubble", message)

    def _items_of(self, message: Place, actions: Iterable[Json]) -> Iterator[Json]:
        """Yield the components of the sections: a heading, then picture, button and description of each item."""
        following = iter(actions)
        for section in message.at_all("sections"):
            if heading := section.words("title").line:
                yield _text(heading, weight="bold")
            for entry in section.at_all("items"):
                item = entry.at("choice")
                panel = Panel(item, "the item", text=item.words("description").line)
                panel = self.with_media(panel, item.get("media"), BUBBLE.files)
                if panel.file:
                    yield _image(panel.file.url)
                yield _button(next(following))
                yield from self._texts_of(panel)

    def _texts_of(self, panel: Panel) -> list[Json]:
        """Return title, text and link of a panel, those it has."""
        return [
            *([_text(panel.title, weight="bold", size="xl")] if panel.title else []),
            *([_text(panel.text)] if panel.text else []),
            *([self._link(panel.link)] if panel.link else []),
        ]

    def _link(self, url: Words) -> Json:
        """Return a URL to read, and to tap unless no action may open it."""
        text, uri = _text(url), encoded(url, self.idn)
        if why_not(url, self.taps.schemes) or self.limit("uri").exceeded_by(uri) is not None:
            return text
        return {**text, "action": {"type": "uri", "uri": uri}}


def summary(panels: Iterable[Panel]) -> str:
    """Return what stands for cards where they cannot be shown."""
    return "\n".join(panel.title or panel.summary for panel in panels if panel.summary)


# --- components ---


def _bubble(panel: Panel, body: Sequence[Json], footer: Sequence[Json]) -> Json:
    """Return a bubble: an image, what is read, what is tapped; what there is nothing of is left out."""
    return {
        "type": "bubble",
        **({"hero": _image(panel.file.url)} if panel.file else {}),
        **({"body": _box(body)} if body else {}),
        **({"footer": _box(footer)} if footer else {}),
    }


def _box(contents: Sequence[Json]) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents)}


def _text(words: str, **style: Any) -> Json:
    """Return a text that wraps."""
    return {"type": "text", "text": words, **style, "wrap": True}


def _image(url: str) -> Json:
    """Return an image, cut to the shape of a card's."""
    return {"type": "image", "url": url, "size": "full", "aspectRatio": "20:13", "aspectMode": "cover"}


def _button(action: Json) -> Json:
    return {"type": "button", "action": action}
