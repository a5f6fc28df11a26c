"""What contacts send by MMS, as contact messages.

Source: the MMS channel's page ("Receiving messages", "Supported contact messages"). Read 2026-11-22.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transcode.inbound.builder import Builder
from transcode.inbound.findings import InboundCode, quoted
from transcode.message.channel import Channel

__all__ = ["arrives_as", "contact_messages"]


def arrives_as(*, media: bool, subject: bool) -> Channel:
    """Return the channel on which a contact's message arrives.

    A phone sends as MMS what has media, alone or with a text, and whatever has a subject. A plain text goes as SMS,
    also where it answers an MMS: the reply to a message sent on MMS may come on SMS.
    """
    return Channel.MMS if media or subject else Channel.SMS


def contact_messages(urls: Sequence[str], text: str, subject: str, builder: Builder, path: str) -> list[dict[str, Any]]:
    """Return the contact messages of one MMS: one for each file, all with the same caption, or else its text.

    The caption is the text; where there is none, it is the subject, so that a message with only a subject says it.
    """
    caption = text or subject
    if text and subject:
        builder.findings.append(InboundCode.SUBJECT_APART.at(path, subject=quoted(subject)))
    if arrives_as(media=bool(urls), subject=bool(subject)) is Channel.SMS:
        builder.findings.append(InboundCode.PLAIN_TEXT_AS_MMS.at(path))
    if not urls:
        return [{"text_message": {"text": caption}}]
    if caption:
        return [{"media_card_message": {"url": url, "caption": caption}} for url in urls]
    return [{"media_message": {"url": url}} for url in urls]
