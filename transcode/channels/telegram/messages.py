"""The calls that send Telegram's texts and files, with their formatting and what stands below them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from transcode.channels.telegram.entities import Bounds, size_of, split_with_entities, with_entities
from transcode.channels.telegram.keyboards import Keyboards
from transcode.message.place import Place, Words
from transcode.parts.addresses import encoded
from transcode.parts.buttons import Button
from transcode.parts.files import File
from transcode.parts.obstacle import Obstacle
from transcode.result import Code, Outcome
from transcode.styled import is_formatted, plain
from transcode.urls import why_not
from transcode.writer.request import Markup, Rendering

__all__ = ["Block", "Messages"]

Call = dict[str, Any]

# TDLib (clean_input_string) makes spaces of control characters, removes U+2028 to U+202E, and the API refuses a text of
# which nothing is left.
_VISIBLE: Final = re.compile(r"[^\s\x00-\x20\u2028-\u202e]")

# What sends a kind of file, whose name is also the method's parameter for it.
_METHODS: Final[Mapping[str, str]] = {
    "photo": "sendPhoto",
    "video": "sendVideo",
    "audio": "sendAudio",
    "animation": "sendAnimation",
    "document": "sendDocument",
    "voice": "sendVoice",
    "sticker": "sendSticker",
}
_NO_CAPTION: Final = ("sendSticker",)


@dataclass(frozen=True, slots=True)
class Block:
    """A text or a file with buttons below it: the calls that send it, and the text in them."""

    calls: tuple[Call, ...]
    text: Words
    native: bool
    """Whether it has a file or a button."""


class Messages(Keyboards):
    """How texts and files are sent; see ``Telegram``."""

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the calls that send ``text``."""
        return self._messages(text if isinstance(text, Words) else Words(text), self.where)

    def shows(self, text: str) -> bool:
        """Tell whether Telegram would find anything in ``text``."""
        return _VISIBLE.search(self.read_as(text)) is not None

    def links_to(self, url: str) -> bool:
        """Tell whether words of a text can open ``url``: what a button opens (Bot API, MessageEntity.url)."""
        # A message has room for its largest link and for the formats around it.
        room = self.limit("size of entities").value - 4 * size_of("")
        return not self.why_not_opened(url) and size_of(url) <= room

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text, as it is read."""
        rendering = super().send_text(text, outcome)
        if self.formats_text:
            rendering.text = text.like(plain(text))
        return rendering

    # --- messages ---

    def in_blocks(self, blocks: Sequence[Block]) -> Rendering:
        """Return the rendering of blocks that are sent one after the other."""
        outcome = Outcome.NATIVE if any(block.native for block in blocks) else Outcome.PLAINTEXT
        calls = tuple(chain.from_iterable(block.calls for block in blocks))
        if not calls:
            return self.send_text(Words.join("\n", (block.text for block in blocks)), outcome)
        return Rendering(outcome, calls, self.joined(block.text for block in blocks))

    def joined(self, texts: Iterable[Words]) -> Words | None:
        """Return what is read in several messages, one blank line between them; None where there is no text."""
        joined = Words.join("\n\n", filter(self.shows, texts))
        return joined.like(self.read_as(joined)) or None

    def sent(
        self, text: Words, where: Place, file: File | None, buttons: Sequence[Button], *, in_text: bool = False
    ) -> Block:
        """Return the block of ``text``, of a file if there is one, and of the buttons below.

        ``in_text`` tells whether the buttons' choices stand in the text as well.
        """
        markup = self.markup(buttons, in_text=in_text)
        if file is None:
            calls = self._messages(text, where, markup) if self.shows(text) else ()
        else:
            calls = self._captioned(self.file_call(file), text, where, markup)
        return Block(calls, text, native=bool(file or markup))

    def _captioned(self, call: Call, text: Words, where: Place, markup: Call) -> tuple[Call, ...]:
        """Return the calls that send a file and its text: one, or more where a caption has no room for the text."""
        limit = self.limit("caption")
        if call["method"] in _NO_CAPTION and self.shows(text):
            return (call, *self._messages(text, where, markup))
        if not self.fits_caption(text):
            messages = self._messages(text, where, markup)
            if limit.exceeded_by(self.read_as(text)) is not None:
                self.notes.report_length(Code.CAPTION_APART, where, limit, 1 + len(messages))
            else:
                self._report_entities(Code.CAPTION_APART, where, text, 1 + len(messages))
            return (call, *messages)
        return ({**call, **self.caption(text), **markup},)

    def fits_caption(self, text: Words) -> bool:
        """Tell whether a caption has room for a text and its formatting."""
        if self.limit("caption").exceeded_by(self.read_as(text)) is not None:
            return False
        return not self.formats_text or self._bounds.hold(with_entities(text).entities)

    @property
    def _bounds(self) -> Bounds:
        return Bounds(self.limit("entities").value, self.limit("size of entities").value)

    def _report_entities(self, code: Code, where: Place | str, text: str, messages: int) -> None:
        """Report that a text is sent as several messages because of its formatting."""
        unit, limit = "formats and links", self.limit("entities")
        if len(with_entities(text).entities) <= limit.value:
            unit, limit = "bytes of links", self.limit("size of entities")
        self.notes.report(code, where, limit=limit.value, unit=unit, actual=messages)

    def caption(self, text: Words) -> Call:
        """Return the parameters of a text below a file."""
        if not self.shows(text):
            return {}
        if not self.formats_text:
            return {"caption": text}
        caption, entities = with_entities(text)
        return {"caption": text.like(caption), **({"caption_entities": entities} if entities else {})}

    def _messages(self, text: Words, where: Place | str, markup: Call | None = None) -> tuple[Call, ...]:
        """Return the calls that send ``text``, with ``markup`` below the last."""
        previews = {}
        if self.settings.get("TELEGRAM_DISABLE_LINK_PREVIEW"):
            previews["link_preview_options"] = {"is_disabled": True}
        pieces = self._styled_pieces(text, where)
        *first, last = (self.call("sendMessage", **piece, **previews) for piece in pieces)
        return (*first, {**last, **(markup or {})})

    def _styled_pieces(self, text: Words, where: Place | str) -> Iterable[Call]:
        """Return a text in as many pieces as it needs, each with its entities."""
        limit = self.limit("text")
        if not (self.formats_text and is_formatted(text)):
            return [{"text": piece} for piece in self.pieces(text, limit, where)]
        pieces = split_with_entities(text, limit, self._bounds)
        found = [piece for piece in pieces if self.shows(piece.text)]
        if len(found) > 1:
            if limit.exceeded_by(self.read_as(text)) is not None:
                self.notes.report_length(Code.SPLIT, where, limit, len(found))
            else:
                self._report_entities(Code.SPLIT, where, text, len(found))
        return [
            {"text": text.like(piece.text), **({"entities": piece.entities} if piece.entities else {})}
            for piece in found or pieces[:1]
        ]

    def read_as(self, text: str) -> str:
        """Return a text as it is read."""
        return plain(text) if self.formats_text else text

    @property
    def formats_text(self) -> bool:
        """Whether texts have formatting in them."""
        return self.request.markup is Markup.MARKDOWN

    def call(self, method: str, **parameters: Any) -> Call:
        """Return a call."""
        return {"method": method, "chat_id": self.to, **parameters}

    # --- files ---

    def file_call(self, file: File) -> Call:
        """Return the call that sends a file, by the method of its kind."""
        call = self.call(_METHODS[file.name], **{file.name: file.url})
        # Bot API, sendVideo: a thumbnail must be uploaded; a cover may be a URL.
        cover = file.media.words("thumbnail_url")
        if self.rich and file.name == "video" and not why_not(cover.line, self.file_schemes):
            call["cover"] = encoded(cover, self.idn)
        return call

    def attached(self, media: Place | None) -> File | None:
        """Return the file that ``media`` can be sent as; where there is none, report why."""
        answer = self.attempt(lambda: self.file(media)) if media else None
        if isinstance(answer, Obstacle):
            self.report_obstacle(Code.FILE_AS_LINK, answer)
            return None
        return answer
