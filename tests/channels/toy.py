"""Toy: a messenger with texts, pictures, and a keyboard of three buttons below either.

Sources: toy.example/api (payloads, limits), toy.example/properties.
"""

from collections.abc import Iterable

from transcode.channels.base import (
    Button,
    Deed,
    File,
    FileKind,
    Form,
    Limit,
    Panel,
    PartsWriter,
    Place,
    Property,
    Rendering,
    Support,
    Taps,
    Unit,
    Words,
    flag,
)

API, READ = "toy.example/api", "2026-11-26"
KEYBOARD = Form("Toy's keyboard", text="text", buttons="buttons", label="label", needs=("text", "buttons"))
CARD = Form("Toy's card", text="caption", buttons="buttons", label="label", files=("picture",), needs=("file",))


class Toy(PartsWriter):
    channel = "TOY"
    title = "Toy"
    supports = dict.fromkeys(("media", "choice", "card"), Support.CONDITIONAL) | {"text": Support.NATIVE}
    limits = (
        Limit("text", 50, Unit.CHARACTERS, f"{API}#text", READ),
        Limit("caption", 30, Unit.CHARACTERS, f"{API}#caption", READ),
        Limit("buttons", 3, Unit.COUNT, f"{API}#keyboard", READ),
        Limit("label", 12, Unit.CHARACTERS, f"{API}#keyboard", READ),
        Limit("callback", 16, Unit.UTF8_BYTES, f"{API}#keyboard", READ),
        Limit("picture size", 1_000_000, Unit.BYTES, f"{API}#picture", READ),
    )
    properties = (Property("TOY_LOUD", flag, "ring the bell (true or false)", "toy.example/properties"),)
    taps = Taps("a Toy button", answer="callback", deeds=frozenset((Deed.ANSWER, Deed.OPEN)))
    files = (FileKind("picture", ("jpg", "png"), ("image/jpeg", "image/png"), "picture size"),)
    forms = (KEYBOARD, CARD)

    def recipient(self, to: str) -> str:
        if to.isdecimal():
            return to
        raise ValueError("must be digits")

    def texts(self, text: str) -> list[dict]:
        return [{"text": piece} for piece in self.text_pieces(text)]

    def requests(self, sent: Iterable[dict]) -> tuple[dict, ...]:
        return tuple({"to": self.to, "loud": self.settings.get("TOY_LOUD", False), **one} for one in sent)

    def media(self, message: Place) -> Rendering:
        return self.rendering([{"picture": self.file(message).url}])

    def choice(self, message: Place) -> Rendering:
        media = message.get("media_message")
        shown = self.file_or_link(media) if media else None
        file = shown if isinstance(shown, File) else None
        buttons = self.buttons(message.at_all("choices"))
        lines = [one.place for one in buttons if one.why_not]
        text = self.text_with_lines(message, lines, media=file is None)
        panel = Panel(message, "it", text=text, file=file, buttons=self.able(buttons))
        filled = self.accept(self.best(panel, (CARD if file else KEYBOARD,)))
        keyboard = [self._button(one) for one in filled.buttons]
        sent = self.given(text=filled.text, picture=file and file.url, keyboard=keyboard)
        return self.rendering([sent], Words.join("\n\n", (self.said_before(), filled.text)))

    card = choice

    def _button(self, one: Button) -> dict:
        callback = self.tap(one)
        return {"label": one.shown, "open": one.url} if one.deed is Deed.OPEN else {"label": one.shown, "id": callback}
