"""Rich messages: a carousel whole in one. Source: Bot API, sendRichMessage, InputRichMessage and InputRichBlock.

Blocks are as aiogram 3.31 has them (Bot API 10.3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from transcode.channels.telegram.messages import Messages
from transcode.measure import utf16_units
from transcode.message.place import Place, Words
from transcode.parts.addresses import read
from transcode.parts.files import File
from transcode.parts.obstacle import Obstacle
from transcode.result import Outcome
from transcode.styled import Format, Formatted, by_lines, runs
from transcode.writer.request import Rendering

__all__ = ["Rich"]

Json = dict[str, Any]

_DIVIDER: Final = {"type": "divider"}
_SIZE: Final = 3
"""Of a heading, from 1 (the largest) to 6."""
# What a block with a file is called: InputRichBlockPhoto and its like. There is none for stickers.
_BLOCKS: Final = {
    "photo": "photo",
    "video": "video",
    "audio": "audio",
    "animation": "animation",
    "document": "document",
    "voice": "voice_note",
}
_TYPES: Final = {
    Format.BOLD: "bold",
    Format.ITALIC: "italic",
    Format.STRIKE: "strikethrough",
    Format.CODE: "code",
    Format.LINK: "url",
}
_WITHOUT_FILE: Final = ("divider", "heading", "paragraph", "buttons")


class Rich(Messages):
    """How rich messages are written; see ``Telegram``."""

    def rich_message(self, message: Place, cards: Sequence[Place], outer: Sequence[Place]) -> Rendering:
        """Return cards as one rich message, each above its buttons; the outer choices stand below it."""
        blocks: list[Json] = []
        texts: list[Words] = []
        for card in cards:
            found, text = self._card_blocks(card)
            blocks += [_DIVIDER, *found] if blocks else found
            texts.append(text)
        keyboard = self.keyboard(outer)
        if keyboard.lines:
            lines = self.lines(keyboard.lines)
            blocks += _paragraphs(lines, formatted=False)
            texts.append(lines)
        if not blocks:
            raise Obstacle("nothing of its cards could be shown", message)
        media = sum(block["type"] not in _WITHOUT_FILE for block in blocks)
        length = sum(map(utf16_units, _texts_of(blocks)))
        for name, actual in (("rich text", length), ("rich blocks", len(blocks)), ("rich media", media)):
            if actual > (limit := self.limit(name)).value:
                what = {"rich text": limit.unit.value, "rich blocks": "blocks", "rich media": "files"}[name]
                why = f"a rich message may have {limit.value:,} {what} and this one would have {actual:,}"
                raise Obstacle(why, message, limit.value, actual)
        markup = self.markup(keyboard.buttons, in_text=False)
        call = self.call("sendRichMessage", rich_message={"blocks": blocks}, **markup)
        return Rendering(Outcome.NATIVE, (call,), self.joined(texts))

    def _card_blocks(self, card: Place) -> tuple[list[Json], Words]:
        """Return a card as blocks, and what is read in it."""
        keyboard = self.keyboard(list(card.at_all("choices")), self.taps.deeds)
        media = card.get("media_message")
        file = self.attached(media)
        title, description = card.words("title").block, card.words("description").block
        blocks = [_file_block(file)] if file else []
        if self.shows(title):
            blocks.append(_heading(title, formatted=self.formats_text))
        if self.shows(description):
            blocks += _paragraphs(description, formatted=self.formats_text)
        if media and not file:
            blocks += _paragraphs(read(media.words("url")), formatted=False)
        if keyboard.lines:
            blocks += _paragraphs(self.lines(keyboard.lines), formatted=False)
        for button in keyboard.buttons:
            blocks.append(_button_row([{"text": button.shown, **self.action(button, in_text=False)}]))
        return blocks, self.text_with_lines(card, keyboard.lines, media=file is None)


# --- blocks ---


def _heading(title: Words, *, formatted: bool) -> Json:
    """Return a title as a heading, on one line."""
    (line,) = _lines(title.line, formatted=formatted)
    return {"type": "heading", "text": line, "size": _SIZE}


def _paragraphs(text: Words, *, formatted: bool) -> list[Json]:
    """Return a text as paragraphs, one a line: that a line break within one is shown is said nowhere."""
    return [{"type": "paragraph", "text": line} for line in _lines(text, formatted=formatted)]


def _file_block(file: File) -> Json:
    """Return a file as a block.

    Raises:
        Obstacle: there is no block for its kind.

    """
    kind = _BLOCKS.get(file.name)
    if kind is None:
        raise Obstacle(f"a rich message shows no {file.name}", file.media)
    return {"type": kind, kind: {"type": kind, "media": file.url}}


def _button_row(buttons: Iterable[Json]) -> Json:
    """Return buttons that stand side by side."""
    return {"type": "buttons", "buttons": list(buttons)}


def _lines(text: Words, *, formatted: bool) -> list[Any]:
    """Return the lines of a text that have anything in them, each as rich text."""
    found = runs(text) if formatted else [Formatted(text.plain)]
    lines = [[_rich_text(text.like(run.text), run) for run in line] for line in by_lines(found)]
    return [parts[0] if len(parts) == 1 else parts for parts in lines if _has_words(parts)]


def _has_words(parts: list[Any]) -> bool:
    return any(not isinstance(part, str) or part.strip() for part in parts)


def _rich_text(words: Words, run: Formatted) -> Any:
    """Return words in their formats, one within the other; code stands in no other and no other in it."""
    formats = {Format.CODE} if Format.CODE in run.formats else run.formats
    shown: Any = words
    for one in sorted(formats):
        shown = (
            {"type": "url", "text": shown, "url": run.url}
            if one is Format.LINK
            else {"type": _TYPES[one], "text": shown}
        )
    return shown


def _texts_of(value: Any) -> Iterator[str]:
    """Yield what is read in blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _texts_of(item)
    else:
        for name in ("text", "buttons"):
            yield from _texts_of(value.get(name, ""))
