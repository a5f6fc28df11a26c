"""Markdown in texts: what CommonMark calls inlines, read by markdown-it-py (the extra ``markdown``).

Sources
- CommonMark 0.31.2, chapter 6: code spans, emphasis, links, images, autolinks, escapes, entities, line breaks. Of
  GitHub Flavored Markdown, section 6.5, strikethrough (``~~``), which both channels that format have.
- Raw HTML is shown as it was typed. Blocks (headings, lists, tables) are not read: a text on a phone has its own lines.

What is read are running texts: a text message, a question, titles and descriptions of cards and lists. Labels, which no
channel formats, are shown as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from transcode.errors import InvalidOption
from transcode.message import CardMessage, CarouselMessage, ChoiceMessage, ListMessage, TextMessage
from transcode.message.base import POSTBACK, Model
from transcode.message.place import Place, survey
from transcode.notes import Notes
from transcode.result import Code
from transcode.styled import Format, cleaned, closed, is_formatted, linked, opened, plain
from transcode.urls import readable_url

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

__all__ = ["check_installed", "read_content"]

_BLANK_LINES: Final = re.compile(r"(\n[ \t]*\n\s*)")
_TAGS: Final = {"strong": Format.BOLD, "em": Format.ITALIC, "s": Format.STRIKE}
_IMAGES: Final = "images"


def check_installed() -> None:
    """Check that Markdown can be read.

    Raises:
        InvalidOption: naming the extra that is missing.

    """
    try:
        _parser()
    except ImportError:
        raise InvalidOption(
            "markup: 'markdown' needs markdown-it-py: pip install 'message-transcode[markdown]'"
        ) from None


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - an extra

    parser = MarkdownIt("commonmark").enable("strikethrough").disable("html_inline")
    parser.inline.ruler.before("escape", "address", _address)
    # Addresses stay as they are typed: they are encoded here as everywhere else.
    vars(parser)["normalizeLink"] = vars(parser)["normalizeLinkText"] = str
    return parser


_SCHEME: Final = re.compile(r"https?\Z", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"://[^\s<>\]]+")


def _address(state: StateInline, silent: bool) -> bool:
    """Take an address without brackets as it is typed, so that nothing in it formats (GFM, section 6.9)."""
    if state.src[state.pos] != ":" or not _SCHEME.search(state.src[max(0, state.pos - 5) : state.pos]):
        return False
    if (found := _ADDRESS.match(state.src, state.pos, state.posMax)) is None:
        return False
    address = found[0].rstrip("?!.,:;*_~'\"")
    if address.endswith(")") and address.count(")") > address.count("("):
        address = address[:-1]
    if not silent:
        state.pending += address
    state.pos += len(address)
    return True


def read_content(
    content: Place, formats: Collection[Format], links_to: Callable[[str], bool], channel: str, notes: Notes
) -> Place:
    """Return ``content`` with its running texts read as Markdown.

    Args:
        content: the content, which stays as it is.
        formats: those that the channel has; texts of a channel without any have none.
        links_to: tells whether words can be tapped to open an address.
        channel: its name for people.
        notes: gets a finding for each text that has something the channel has no form for.

    """

    def reading(place: Place | None) -> str | None:
        if place is None:
            return None
        text, without = read(place.value, formats, links_to)
        if without:
            *first, last = sorted(without)
            what = f"{', '.join(first)} and {last}" if first else last
            kept = "; addresses follow in parentheses" if without & {Format.LINK, _IMAGES} else ""
            notes.report(Code.MARKUP_PLAIN, place, channel=channel, what=what, kept=kept)
        return text

    value = _cleaned(content.value) if any(map(_is_unclean, content.leaves)) else content.value
    read_value = _with_texts(content, value, reading)
    return survey(read_value, content.path, content.role, order=content.order).root


def _is_unclean(leaf: Place) -> bool:
    return isinstance(leaf.value, str) and leaf.role is not POSTBACK and is_formatted(leaf.value)


def _cleaned(value: Any) -> Any:
    """Return a part of a message without characters that would be read as formatting, but for what comes back."""
    if isinstance(value, Model):
        return value.model_copy(
            update={name: _cleaned(item) for name, item in value.__dict__.items() if name != "postback_data"}
        )
    if isinstance(value, (tuple, list)):
        return type(value)(map(_cleaned, value))
    return cleaned(value) if type(value) is str else value


def _with_texts(place: Place, value: Any, reading: Callable[[Place | None], str | None]) -> Any:
    """Return ``value``, which stands at ``place``, with ``reading`` of each of its running texts."""
    match value:
        case TextMessage():
            return value.model_copy(update={"text": reading(place.get("text"))})
        case ChoiceMessage():
            if value.text_message is None:
                return value
            question = place.get("text_message", "text")
            text = value.text_message.model_copy(update={"text": reading(question)})
            return value.model_copy(update={"text_message": text})
        case CardMessage() | ListMessage():
            texts = {name: reading(place.get(name)) for name in ("title", "description")}
            return value.model_copy(update={name: text for name, text in texts.items() if text is not None})
        case CarouselMessage():
            cards = (_with_texts(*pair, reading) for pair in zip(place.at_all("cards"), value.cards, strict=True))
            return value.model_copy(update={"cards": type(value.cards)(cards)})
        case _:
            return value


def read(text: str, formats: Collection[Format], links_to: Callable[[str], bool]) -> tuple[str, set[str]]:
    """Return Markdown as text with the ``formats`` of a channel, and the names of those it would need beside them."""
    reader = _Reader(formats, links_to)
    # Nothing that is opened in one paragraph is closed in another.
    pieces = _BLANK_LINES.split(cleaned(text))
    for index, piece in enumerate(pieces):
        if index % 2:
            reader.written.append(piece)
        elif piece.strip():
            around = piece.partition(piece.strip())
            reader.written.append(around[0])
            reader.paragraph(_parser().parseInline(around[1])[0].children or ())
            reader.written.append(around[2])
    return "".join(reader.written), reader.without


class _Reader:
    """What is written of a text until now."""

    def __init__(self, formats: Collection[Format], links_to: Callable[[str], bool]) -> None:
        self.formats = formats
        self.links_to = links_to
        self.written: list[str] = []
        self.without: set[str] = set()
        self._url = ""
        self._opened = 0
        self._in_link = False

    def paragraph(self, tokens: Collection[Token]) -> None:
        """Write the inlines of a paragraph."""
        for token in tokens:
            kind, _, end = token.type.rpartition("_")
            if token.type in ("softbreak", "hardbreak"):
                self.written.append("\n")
            elif token.type == "code_inline":
                self._code(token.content)
            elif token.type == "image":
                self._image(token)
            elif kind == "link":
                self._link(str(token.attrs.get("href", ""))) if end == "open" else self._link_end()
            elif kind in _TAGS:
                self._format(_TAGS[kind], is_open=end == "open")
            else:
                self.written.append(token.content)

    def _format(self, one: Format, *, is_open: bool) -> None:
        if one in self.formats:
            self.written.append(opened(one) if is_open else closed(one))
        else:
            self.without.add(one)

    def _code(self, text: str) -> None:
        if Format.CODE in self.formats and not self._in_link:
            self.written += (opened(Format.CODE), text, closed(Format.CODE))
        else:
            self.without.add(Format.CODE)
            self.written.append(text)

    def _link(self, url: str) -> None:
        self._url = _usable(url)
        self._opened = len(self.written)
        self._in_link = Format.LINK in self.formats and self.links_to(self._url)
        if self._in_link:
            self.written.append(linked(self._url))

    def _link_end(self) -> None:
        words = plain("".join(self.written[self._opened :]))
        if self._in_link:
            if not words.strip():
                self.written.append(self._url)
            self.written.append(closed(Format.LINK))
            self._in_link = False
        else:
            self._address(words, self._url, Format.LINK)

    def _image(self, token: Token) -> None:
        self.written.append(token.content)
        if not self._in_link:
            self._address(token.content, _usable(str(token.attrs.get("src", ""))), _IMAGES)
        else:
            self.without.add(_IMAGES)

    def _address(self, words: str, url: str, what: str) -> None:
        """Write where words lead that nobody can tap."""
        if not words.strip():
            self.written.append(url)
            self.without.add(what)
        elif url not in (words, f"mailto:{words}") and url:
            self.written.append(f" ({url})")
            self.without.add(what)


def _usable(url: str) -> str:
    """Return an address as it can be tapped, if it is one."""
    return readable_url(cleaned(url))
