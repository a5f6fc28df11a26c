"""WeChat's callbacks: what followers of an official account send, which menus they use, what became of templates.

Sources: WeChat's pages on received messages (developers.weixin.qq.com/doc/offiaccount/Message_Management/) and on
events of menus (developers.weixin.qq.com/doc/service/guide/product/menu/Custom_Menu_Push_Events.html), and the one on
customer service messages for ``bizmsgmenuid``; the fields that wechatpy 1.8 reads. Read 2026-11-27. Unverified: the
statuses that ``TEMPLATESENDJOBFINISH`` may have beside ``success``.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Any, Final

from transcode.errors import InvalidMessage
from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.inbound.node import Node, read_json, utc
from transcode.inbound.received import Received
from transcode.inbound.xml import Element, parse_xml
from transcode.message.channel import Channel
from transcode.writer.payloads import compact_json

__all__ = ["is_wechat", "is_wechat_xml", "parse_wechat"]

_NEWS: Final = frozenset(
    (
        *("subscribe", "unsubscribe", "scan", "location", "view", "view_miniprogram", "masssendjobfinish"),
        *("scancode_push", "scancode_waitmsg", "location_select", "pic_sysphoto", "pic_photo_or_album", "pic_weixin"),
    )
)
"""Events that are no message: of the account's menu, its followers and its codes. Documents write them in both cases;
here they are in lower case."""
_UPLOADED: Final = frozenset(("voice", "video", "shortvideo"))
_ROOT: Final = re.compile(r"[\ufeff\s]*(?:<\?xml\b[^<>]*\?>\s*)?<xml[\s>]")
_BLANK: Final = "\ufeff \t\r\n"
_BLANK_BYTES: Final = b" \t\r\n"
_DEGREES: Final = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{0,30})?", re.ASCII)

_Contact = dict[str, Any]


def is_wechat_xml(head: str) -> bool:
    """Tell whether a body that begins so is WeChat's XML: its root is called ``xml``."""
    return _ROOT.match(head) is not None


def is_wechat(callback: Mapping[str, Any]) -> bool:
    """Tell whether a callback is WeChat's, as its XML or JSON decodes."""
    return "ToUserName" in callback and (
        "Encrypt" in callback or ("MsgType" in callback and "FromUserName" in callback)
    )


def parse_wechat(payload: Mapping[str, Any] | str | bytes) -> Received:
    """Return what one callback of a WeChat official account has.

    A click on an item of a menu message (``msgmenu``) comes as a text with ``bizmsgmenuid``, and one on the account's
    own menu as the event ``CLICK``: both are choice responses, whose postback data is the item's id or key. WeChat does
    not say which message a click belongs to: ``message_id`` is empty. A link is a text: its title, description and URL.
    What became of a template message is a delivery report; all other events are native events.

    Voices and videos have no URL but a media id, here ``wechat-media:<id>``. A voice's transcript, if there is one, is
    in ``native`` (``Recognition``).

    Args:
        payload: the body, XML or JSON, decrypted; or the dict it decodes to.

    Raises:
        InvalidMessage: it is no callback of WeChat's, is encrypted, has a document type or is too large.

    """
    root, findings = read_json(_decoded(payload), "a callback of WeChat")
    builder = Builder(Channel.WECHAT, findings)
    if root.has("Encrypt") and not root.has("MsgType"):
        raise InvalidMessage.at("Encrypt", "encrypted", "is encrypted: decrypt it with the account's EncodingAESKey")
    kind = root.text("MsgType").strip()
    builder.attempt(root.data, "", lambda event: _read(kind, event, builder), {}, kind)
    return builder.received(root)


# --- XML as a dict ---


def _decoded(payload: Mapping[str, Any] | str | bytes) -> Mapping[str, Any] | str | bytes:
    """Return XML as the dict that it would be in JSON; anything else as it is."""
    if isinstance(payload, str) and payload.lstrip(_BLANK).startswith("<"):
        root = parse_xml(payload.lstrip(_BLANK).encode("utf-8", "surrogatepass"), "utf-8")
    elif isinstance(payload, (bytes, bytearray)) and _begins_as_xml(data := bytes(payload)):
        root = parse_xml(data.lstrip(_BLANK_BYTES))
    else:
        return payload
    if root.name != "xml":
        raise InvalidMessage.at("", "xml", f"must be WeChat's <xml>, not <{quoted(root.name)}>")
    return _fields(root)


def _begins_as_xml(data: bytes) -> bool:
    """Tell whether bytes are XML: by their first character, or in two bytes a character, which JSON never is here."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return data.lstrip(_BLANK_BYTES).removeprefix(codecs.BOM_UTF8).lstrip(_BLANK_BYTES).startswith(b"<")


def _fields(element: Element) -> dict[str, Any]:
    """Return the elements in one by name; those that are there more than once as a list."""
    found: dict[str, list[Any]] = {}
    for child in element.children:
        found.setdefault(child.name, []).append(_fields(child) if child.children else "".join(child.pieces))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


# --- one callback ---


def _read(kind: str, event: Node, builder: Builder) -> None:
    if kind == "event":
        _read_event(event, builder)
    else:
        _add(builder.content(event, "WeChat's message", lambda: _contact_message(kind, event, builder)), event, builder)


def _add(contact: _Contact, event: Node, builder: Builder) -> None:
    builder.add_message(
        contact,
        native=event.data,
        path=event.path,
        identity=_bare(event, "FromUserName"),
        id=_id(event, builder),
        sender_id=builder.maybe(_bare_or_none, event, "ToUserName"),
        accept_time=builder.maybe(_time, event),
    )


def _read_event(event: Node, builder: Builder) -> None:
    name = _bare(event, "Event")
    match name.lower():
        case "click":
            _add(_chosen(_bare(event, "EventKey")), event, builder)
        case "templatesendjobfinish":
            _read_status(event, builder)
        case known:
            builder.add_event(
                name,
                native=event.data,
                path=event.path,
                identity=builder.maybe(_bare_or_none, event, "FromUserName"),
                message_id=_id(event, builder),
                event_time=builder.maybe(_time, event),
                known=known in _NEWS,
            )


def _read_status(event: Node, builder: Builder) -> None:
    """Add what became of a template message: ``success``, ``failed:user block`` or ``failed: system failed``."""
    status = _bare(event, "Status")
    arrived = status.lower() == "success"
    code = "CHANNEL_REJECT" if "block" in status.lower() else "CHANNEL_FAILURE"
    builder.add_delivery(
        "DELIVERED" if arrived else "FAILED",
        native=event.data,
        path=event.path,
        identity=builder.maybe(_bare_or_none, event, "FromUserName"),
        message_id=_id(event, builder),
        event_time=builder.maybe(_time, event),
        reason=None if arrived else {"code": code, "description": status, "channel_code": status},
    )


def _id(event: Node, builder: Builder) -> str | None:
    """Return a message's id, which events of sendings write ``MsgID``; other events have none."""
    name = next((name for name in ("MsgId", "MsgID") if event.has(name)), None)
    found = builder.maybe(event.identifier, name) if name else None
    return found.strip() or None if found else None


def _time(event: Node) -> str | None:
    if not event.has("CreateTime"):
        return None
    seconds = event.identifier("CreateTime").strip()
    where = event.at("CreateTime")
    if re.fullmatch(r"[0-9]{1,15}", seconds, re.ASCII) is None:
        raise InvalidMessage.at(where, "timestamp", "must be a number of seconds since 1970", seconds)
    return utc(int(seconds), where)


def _bare(event: Node, name: str) -> str:
    """Return a string without the space around it; InvalidMessage where it is missing or blank."""
    text = event.text(name).strip()
    if not text:
        raise InvalidMessage.at(event.at(name), "missing", "is required")
    return text


def _bare_or_none(event: Node, name: str) -> str | None:
    return (event.text_or_none(name) or "").strip() or None


def _contact_message(kind: str, message: Node, builder: Builder) -> _Contact:
    if kind in _UPLOADED:
        return _uploaded(message, builder)
    match kind:
        case "text":
            return _text(message)
        case "image":
            url = _bare_or_none(message, "PicUrl")
            return {"media_message": {"url": url}} if url else _uploaded(message, builder)
        case "location":
            where = {"latitude": _degrees(message, "Location_X"), "longitude": _degrees(message, "Location_Y")}
            label = _bare_or_none(message, "Label") or ""
            return {"location_message": {"title": "", "label": label, "coordinates": where}}
        case "link":
            said = (_bare_or_none(message, "Title"), _bare_or_none(message, "Description"), _bare(message, "Url"))
            return {"text_message": {"text": "\n".join(filter(None, said))}}
        case _:
            builder.findings.append(InboundCode.KEPT_AS_FALLBACK.at(message.path, what=f"WeChat's {quoted(kind)}"))
            return {"fallback_message": {"raw_message": compact_json(message.data)}}


def _text(message: Node) -> _Contact:
    """Return what was typed, or the item of a menu message that was clicked."""
    item = message.identifier("bizmsgmenuid").strip() if message.has("bizmsgmenuid") else ""
    return _chosen(item) if item else {"text_message": {"text": message.text("Content")}}


def _chosen(identifier: str) -> _Contact:
    return {"choice_response_message": {"message_id": "", "postback_data": identifier}}


def _uploaded(message: Node, builder: Builder) -> _Contact:
    url = f"wechat-media:{_bare(message, 'MediaId')}"
    builder.findings.append(InboundCode.MEDIA_BY_ID.at(message.at("MediaId"), channel="WeChat", url=url))
    thumbnail = _bare_or_none(message, "ThumbMediaId")
    preview = {"thumbnail_url": f"wechat-media:{thumbnail}"} if thumbnail else {}
    return {"media_message": {"url": url, **preview}}


def _degrees(message: Node, name: str) -> float:
    """Return a number of degrees, which XML has as text."""
    value = message.data.get(name)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return message.degrees(name, name)["latitude"]
    text = message.text(name).strip()
    if _DEGREES.fullmatch(text) is None:
        raise InvalidMessage.at(message.at(name), "float_type", "must be a number of degrees", text)
    return float(text)
