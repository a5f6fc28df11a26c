"""What the page's templates fill in: plain data, made of results and their pictures.

Templates decide nothing but how it looks; numbers, words and which finding stands where come from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from transcode.gsm import Encoding
from transcode.picture import (
    Block,
    Bubble,
    Carousel,
    Contact,
    MapPin,
    Menu,
    Passage,
    Run,
    Section,
    ShownButton,
    ShownFile,
    Style,
    Undrawn,
)
from transcode.preview.characters import is_hidden, named
from transcode.preview.pictures import picture_of, title_of
from transcode.preview.pins import Pins
from transcode.preview.rates import Rates, charged
from transcode.preview.tips import tips
from transcode.result import Outcome, Severity, Transcoded
from transcode.templates_dir import shipped_templates

__all__ = ["OUTCOMES", "ChannelView", "channel_view", "count", "link", "text_pieces"]

OUTCOMES: Final = {
    Outcome.NATIVE: "in the channel's own form",
    Outcome.ADAPTED: "in the channel's own form, adapted",
    Outcome.PLAINTEXT: "as plain text",
    Outcome.OVERRIDE: "your own payload, as given",
}
_NAMED: Final = 3
"""So many different characters of a run are named in full."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding, its number, and whether it has a place in the picture."""

    number: int
    severity: str
    code: str
    path: str
    message: str
    placed: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """How full one part of an SMS is."""

    number: int
    units: int
    capacity: int
    left: int

    @property
    def percent(self) -> float:
        """How much of the room is taken; nothing only for nothing, all only for all."""
        return round(100 * self.units / self.capacity, 1) if self.capacity else 0.0


@dataclass(frozen=True, slots=True)
class SmsView:
    """What an SMS costs and why."""

    encoding: str
    unit: str
    units: int
    parts: tuple[PartView, ...]
    forced: tuple[tuple[str, str, int], ...]
    """Code point, name, how often: what made it UCS-2."""
    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """One message on one channel."""

    key: str
    channel: str
    title: str
    skin: str
    outcome: str
    outcome_words: str
    deliverable: bool
    losses: int
    size: str
    """Parts of an SMS, messages elsewhere."""
    price: str | None
    charged: Mapping[str, str]
    """Where the channel charges by class: the place, and what is charged there."""
    bubbles: tuple[dict[str, Any], ...]
    sms: SmsView | None
    findings: tuple[FindingView, ...]
    replies: tuple[dict[str, Any], ...]
    payload: str | None
    notes: tuple[str, ...] = field(default=())


def channel_view(
    result: Transcoded, key: str, *, rates: Rates | None = None, payload: bool = True, notes: Iterable[str] = ()
) -> ChannelView:
    """Return all that a page shows of ``result``; ``key`` makes its anchors its own."""
    picture = picture_of(result)
    pins = Pins(result, picture)
    return ChannelView(
        key=key,
        channel=result.channel,
        title=title_of(result.channel),
        skin=_skin(result.channel),
        outcome=result.outcome.value.lower(),
        outcome_words=OUTCOMES[result.outcome],
        deliverable=result.deliverable,
        losses=sum(finding.severity is Severity.LOSS for finding in result.findings),
        size=size_of(result),
        price=(rates or Rates()).price(result),
        charged=charged(result),
        bubbles=tuple(_bubble(bubble, pins) for bubble in picture.bubbles),
        sms=_sms(result),
        findings=tuple(
            FindingView(
                number,
                finding.severity.name.lower(),
                str(finding.code),
                finding.path,
                finding.message,
                pins.placed[number],
            )
            for number, finding in enumerate(result.findings, 1)
        ),
        replies=tuple(
            {"shown": reply.shown, "kind": reply.kind.replace("_", " "), "postback": reply.postback, "card": reply.card}
            for reply in result.replies
        ),
        payload=json.dumps(list(result.payloads), ensure_ascii=False, indent=2) if payload else None,
        notes=tuple(notes),
    )


def _skin(channel: str) -> str:
    """Return the name of the channel's colours, if there are some."""
    name = channel.lower()
    return name if f"skins/{name}.css.j2" in shipped_templates("preview") else "other"


def size_of(result: Transcoded) -> str:
    """Return what is sent: ``2 parts`` of an SMS, or so many messages."""
    if result.segments is not None:
        return count(result.segments.segments, "part")
    inner = (payload.get("messages") if isinstance(payload, Mapping) else None for payload in result.payloads)
    messages = sum(len(found) if isinstance(found, list) else 1 for found in inner)
    return count(messages, "message")


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its word: ``1 part``, ``2 parts``."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def link(url: str) -> str | None:
    """Return ``url`` where a page may link to it: http and https with a host, and nothing else."""
    if any(is_hidden(character) for character in url) or url != url.strip():
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


# --- bubbles ---


def _bubble(bubble: Bubble, pins: Pins) -> dict[str, Any]:
    blocks = [_block(block, pins) for block in bubble.blocks]
    return {
        "blocks": blocks,
        "buttons": [_button(button, pins) for button in bubble.buttons],
        "chips": [_button(button, pins) for button in bubble.chips],
        "note": bubble.note,
        "bare": [block["type"] for block in blocks] == ["carousel"],
    }


def _button(button: ShownButton, pins: Pins) -> dict[str, Any]:
    return {
        "label": button.label,
        "effect": button.effect.value,
        "target": button.target,
        "link": link(button.target),
        "refs": pins.of(button),
    }


_TYPES: Final[Mapping[type[Block], str]] = {
    Passage: "passage",
    ShownFile: "file",
    MapPin: "pin",
    Contact: "contact",
    Menu: "menu",
    Carousel: "carousel",
    Undrawn: "undrawn",
}
"""What templates call a block."""


def _block(block: Block, pins: Pins) -> dict[str, Any]:
    if isinstance(block, ShownButton):
        return {"type": "button"} | _button(block, pins)
    drawn: dict[str, Any] = {"type": _TYPES[type(block)]}
    match block:
        case Passage():
            drawn |= {"role": block.role.value, "pieces": text_pieces(block, pins.within(block))}
        case ShownFile():
            drawn |= _file(block)
        case MapPin():
            where = "" if block.latitude is None else f"{block.latitude}, {block.longitude}"
            drawn |= {"name": block.name, "address": block.address, "where": where}
        case Contact():
            drawn |= {"name": block.name, "facts": block.facts}
        case Menu():
            drawn |= {"label": block.label, "sections": [_section(section, pins) for section in block.sections]}
        case Carousel():
            drawn |= {"cards": [_bubble(card, pins) for card in block.cards]}
        case Undrawn():
            drawn |= {"what": block.what}
    return drawn | {"refs": pins.of(block)}


def _section(section: Section, pins: Pins) -> dict[str, Any]:
    rows = [{"title": row.title, "description": row.description, "refs": pins.of(row)} for row in section.rows]
    return {"title": section.title, "rows": rows}


def _file(file: ShownFile) -> dict[str, Any]:
    try:
        parts = urlsplit(file.url)
        host, path = parts.netloc.rpartition("@")[2], parts.path
    except ValueError:
        host, path = "", file.url
    name = file.name or unquote(path.rpartition("/")[2]) or path or file.url
    return {
        "kind": file.kind.value,
        "name": name,
        "host": host,
        "url": file.url,
        "link": link(file.url),
        "still": file.still,
    }


def text_pieces(text: Passage, refs: dict[int, tuple[int, ...]]) -> list[dict[str, Any]]:
    """Return ``text`` in pieces whose strings join to it, with marks between them.

    A piece has ``text`` and ``styles``; or ``part``, the number of the part that begins there; or ``refs``, the numbers
    of the findings about the line that ends there.
    """
    cuts = sorted({*text.breaks, *refs})
    pieces: list[dict[str, Any]] = []
    position = 0
    pending = iter((*cuts, len(text.text) + 1))
    cut = next(pending)
    parts = {at: number for number, at in enumerate(text.breaks, 2)}
    for run in text.runs:
        start = 0
        while position + len(run.text) - start >= cut:
            end = start + cut - position
            pieces += _piece(run, run.text[start:end])
            position, start = cut, end
            if cut in refs:
                pieces.append({"refs": refs[cut]})
            if cut in parts:
                pieces.append({"part": parts[cut]})
            cut = next(pending)
        pieces += _piece(run, run.text[start:])
        position += len(run.text) - start
    return pieces


def _piece(run: Run, text: str) -> list[dict[str, Any]]:
    if not text:
        return []
    piece: dict[str, Any] = {"text": text, "styles": sorted(style.value for style in run.styles)}
    if Style.FORCED in run.styles:
        different = list(dict.fromkeys(text))
        more = f" and {len(different) - _NAMED} more" if len(different) > _NAMED else ""
        piece["why"] = "Not in GSM-7: " + ", ".join(map(_code_point, different[:_NAMED])) + more
    return [piece]


def _code_point(character: str) -> str:
    return f"U+{ord(character):04X} {named(character).partition('  ')[0]}"


# --- the parts of an SMS ---


def _sms(result: Transcoded) -> SmsView | None:
    segments = result.segments
    if segments is None:
        return None
    is_gsm = segments.encoding is Encoding.GSM
    return SmsView(
        encoding=segments.encoding.label,
        unit="septet" if is_gsm else "UTF-16 unit",
        units=segments.units,
        parts=tuple(PartView(part.index, part.units, part.capacity, part.remaining) for part in segments.parts),
        forced=tuple(
            (f"U+{ord(character):04X}", named(character), len(positions))
            for character, positions in segments.unicode_characters
        ),
        advice=tips(segments),
    )
