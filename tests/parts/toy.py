"""A channel with a keyboard and a card, to try the parts with."""

from __future__ import annotations

from typing import Any

from transcode import AppMessage
from transcode.channels.base import (
    Deed,
    FileKind,
    Form,
    Limit,
    Outcome,
    PartsWriter,
    Place,
    Rendering,
    Request,
    Support,
    Taps,
    Unit,
)
from transcode.message.place import survey
from transcode.parts.panels import Panel


def limit(name: str, value: int, unit: Unit = Unit.CHARACTERS) -> Limit:
    """Return a limit of the toy's."""
    return Limit(name, value, unit, "none", "2026-11-26")


KEYBOARD = Form("a keyboard", text="text", buttons="buttons", label="label", needs=("text", "buttons"), has_title=False)
CARD = Form(
    "a card", title="title", text="text", buttons="buttons", label="label", files=("image",), needs=("title or file",)
)
DEEDS = frozenset({Deed.ANSWER, Deed.OPEN, Deed.CALL})


class Toy(PartsWriter):
    """A channel with a keyboard of three buttons, and cards."""

    channel = "TOY"
    title = "Toy"
    supports = {"text": Support.NATIVE, "choice": Support.CONDITIONAL, "card": Support.CONDITIONAL}  # noqa: RUF012 - as a channel states it
    limits = (
        limit("text", 40),
        limit("title", 10),
        limit("buttons", 3, Unit.COUNT),
        limit("label", 8),
        limit("data", 20),
        limit("URL", 60),
        limit("size", 1000, Unit.BYTES),
    )
    taps = Taps("a key", "data", DEEDS, url="URL", strict=True)
    files = (FileKind("image", ("png", "jpg"), ("image/png", "image/jpeg"), "size"),)
    forms = (KEYBOARD, CARD)

    def text_payloads(self, text: str) -> tuple[dict[str, Any], ...]:
        return ({"to": self.to, "text": text},)

    def choice(self, message: Place) -> Rendering:
        text = message.words("text_message", "text").block
        return self._form(Panel(message, "the message", text=text, buttons=self._keys(message)))

    def card(self, message: Place) -> Rendering:
        media = message.get("media_message")
        shown = Panel(
            message,
            "the card",
            message.words("title").block,
            message.words("description").block,
            file=self.file(media) if media else None,
            buttons=self._keys(message),
        )
        return self._form(shown)

    def _keys(self, message: Place) -> Any:
        keys = self.buttons(message.at_all("choices"))
        self.refuse_impossible(keys)
        return keys

    def _form(self, panel: Panel) -> Rendering:
        filled = self.accept(self.best(panel, self.forms))
        keys = [self.given(label=key.shown, data=self.tap(key), url=key.url) for key in filled.buttons]
        image = filled.file.url if filled.file else None
        before = self.said_before()
        payload = self.given(to=self.to, title=filled.title, text=filled.text, image=image, keys=keys)
        return Rendering(Outcome.NATIVE, (*(self.text_payloads(before) if before else ()), payload))


def content(message: dict[str, Any]) -> Place:
    """Return the content of a message."""
    parsed = AppMessage.parse(message)
    return survey(parsed).root.at(parsed.kind)


def write(message: dict[str, Any], kind: type[Toy] = Toy, **request: Any) -> tuple[Toy, Rendering]:
    """Return the writer and what it makes of a message."""
    writer = kind(Request(**request))
    return writer, writer.write(content(message))


def question(*choices: dict[str, Any], text: str = "Well?") -> dict[str, Any]:
    """Return a question."""
    return {"choice_message": {"text_message": {"text": text}, "choices": list(choices)}}


def reply(text: str) -> dict[str, Any]:
    """Return a choice that answers."""
    return {"text_message": {"text": text}}
