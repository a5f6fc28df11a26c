"""Notification templates: developers.line.biz/en/reference/line-notification-messages.

Nothing of one is cut: its wording is agreed with LINE.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any, Final

from transcode.message.place import Place, Words
from transcode.parts.addresses import encoded
from transcode.result import TO, Code
from transcode.urls import why_not
from transcode.writer.base import ChannelWriter

__all__ = ["DIGEST", "PHONE_NUMBER", "notification"]

PHONE_NUMBER: Final = re.compile(r"\+[0-9]{3,15}", re.ASCII)
DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)

Json = dict[str, Any]


def notification(line: ChannelWriter, template: Place) -> Json:
    """Return the body of ``POST /v2/bot/message/pnp/templated/push``; what LINE would refuse of it is reported."""
    line.check_given(template, "notification", "template_key")
    payload: Json = {"to": _digest(line), "templateKey": template.words("template_key")}
    if body := template.get("body"):
        _check(line, body)
        payload["body"] = _body(body)
    return payload


def _digest(line: ChannelWriter) -> str:
    """Return the recipient of a notification: the SHA-256 digest of a phone number.

    Source: developers.line.biz/en/docs/partner-docs/line-notification-messages/technical-specs#phone-number-hashed.
    """
    if PHONE_NUMBER.fullmatch(line.to):
        return hashlib.sha256(line.to.encode()).hexdigest()
    if line.to != TO and not DIGEST.fullmatch(line.to):
        must = (
            "must be a phone number with + and country code, or its SHA-256 digest: a notification goes to no LINE ID"
        )
        line.notes.report(Code.RECIPIENT_REFUSED, "to", channel=line.title, value=line.to[:40], must=must)
    return line.to


def _check(line: ChannelWriter, body: Place) -> None:
    """Report what LINE refuses."""
    for name in ("items", "buttons"):
        count, limit = len(body.value.__dict__[name] or ()), line.limit(f"notification {name}")
        if count > limit.value:
            line.notes.report(
                Code.TOO_LONG, body.at(name), what="A notification", limit=limit.value, unit=name, actual=count
            )
    for item in body.at_all("items"):
        line.check_given(item, "item of a notification", "item_key", "content")
        line.check_length(
            "The value of an item", item.value.content, line.limit("notification item"), item.at("content")
        )
    if emphasized := body.get("emphasized_item"):
        line.check_given(emphasized, "item of a notification", "item_key", "content")
        limit, where = line.limit("emphasized item"), emphasized.at("content")
        line.check_length("The emphasized item", emphasized.value.content, limit, where)
    for button in body.at_all("buttons"):
        line.check_given(button, "button of a notification", "button_key")
        where, url = button.at("url"), button.words("url").line
        line.check_length("The URL of a button", encoded(url, "percent"), line.limit("notification URL"), where)
        if why := why_not(url, ("http", "https")):
            line.notes.report(Code.VALUE_REFUSED, where, channel=line.title, what="the address of the button", why=why)
    keys = [*([emphasized] if emphasized else ()), *body.at_all("items")]
    _check_unique(line, "item_key", keys, body)
    _check_unique(line, "button_key", body.at_all("buttons"), body)


def _check_unique(line: ChannelWriter, name: str, parts: Iterable[Place], where: Place) -> None:
    seen: set[str] = set()
    reported: set[str] = set()
    for part in parts:
        key = getattr(part.value, name)
        if key in seen and key not in reported:
            line.notes.report(Code.GIVEN_TWICE, where, channel=line.title, name=name, value=key)
            reported.add(key)
        seen.add(key)


def _body(body: Place) -> Json:
    """Return the body in LINE's names, without what is not set."""
    emphasized = body.get("emphasized_item")
    items = [_item(item) for item in body.at_all("items")]
    buttons = [
        {"buttonKey": button.words("button_key"), "url": encoded(button.words("url"), "percent")}
        for button in body.at_all("buttons")
    ]
    return {
        **({"emphasizedItem": _item(emphasized)} if emphasized else {}),
        **({"items": items} if items else {}),
        **({"buttons": buttons} if buttons else {}),
    }


def _item(item: Place) -> dict[str, Words]:
    return {"itemKey": item.words("item_key"), "content": item.words("content")}
