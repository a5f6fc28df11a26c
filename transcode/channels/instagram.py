"""Instagram: requests of Meta's Send API, as Messenger has them, with less in them.

Sources
- Payload: ``POST /{page}/messages`` of the Graph API, version 26 (developers.facebook.com/documentation/
  business-messaging/instagram-messaging, read 2026-11-26).
- Rendering: the Instagram channel's message support page (developers.sinch.com/docs/conversation/channel-support/
  instagram) and the pictures of its edition of 2021.
- A text has 1000 bytes of UTF-8: infobip.com/docs/instagram/messaging/message-types; Meta's pages read give no figure.

Where the documents disagree or are silent
- Text choices are quick replies on the service's picture. They and templates are shown by the apps, not on the web.
- The picture of a card has a button that calls, and Meta's pages of 2026 know buttons that open and that answer only.
  ``documented`` sends the button, with a finding; ``rich`` has the number in the text.
- Files other than images are URLs on the service's page, and outer choices are not supported. ``rich`` sends what Meta
  takes: audio, video and PDF, and outer choices as on Messenger.
- A place is text on the service's page; ``rich`` sends a button that opens the map. There are no image grids.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any, Final

from transcode.channels.messenger.limits import one_of
from transcode.channels.messenger.writer import Messenger
from transcode.measure import Limit, Unit
from transcode.message.place import Place
from transcode.parts.buttons import Button, Deed
from transcode.parts.files import File, FileKind
from transcode.parts.obstacle import Obstacle
from transcode.result import Code
from transcode.writer.properties import Property
from transcode.writer.request import Rendering

__all__ = ["Instagram"]

_READ: Final = "2026-11-26"
_META: Final = "developers.facebook.com/documentation/business-messaging/instagram-messaging"
_MEGABYTES: Final = "whether MB is 1000 or 1024 KB is not said"

_OWN: Final = {
    "text": Limit("text", 1000, Unit.UTF8_BYTES, "www.infobip.com/docs/instagram/messaging/message-types", _READ),
    "buttons": Limit("buttons", 3, Unit.COUNT, f"{_META}/button-template", _READ),
    "quick replies": Limit("quick replies", 13, Unit.COUNT, f"{_META}/features/quick-replies", _READ),
    "image size": Limit("image size", 8_000_000, Unit.BYTES, f"{_META}/features/attachment-upload", _READ, _MEGABYTES),
    "file size": Limit("file size", 25_000_000, Unit.BYTES, f"{_META}/features/attachment-upload", _READ, _MEGABYTES),
}


class Instagram(Messenger):
    """Instagram. A payload is the body of ``POST /{page}/messages``."""

    channel = "INSTAGRAM"
    title = "Instagram"
    limits = tuple(_OWN.get(limit.name, limit) for limit in Messenger.limits if not limit.name.startswith("grid "))
    properties = (
        Property(
            "INSTAGRAM_MESSAGE_TAG",
            one_of("HUMAN_AGENT"),
            "a person answers, which may be up to 7 days after the recipient's last message",
            "developers.sinch.com/docs/conversation/channel-support/instagram/properties",
        ),
    )
    taps = replace(Messenger.taps, a_button="an Instagram button")
    # developers.facebook.com, instagram-messaging/features/attachment-upload. An MP4 is a video by its extension.
    files = (
        FileKind("image", ("jpg", "jpeg", "png", "gif"), ("image/jpeg", "image/png", "image/gif"), "image size"),
        FileKind(
            "video",
            ("mp4", "ogg", "avi", "mov", "webm"),
            ("video/mp4", "video/ogg", "video/x-msvideo", "video/quicktime", "video/webm"),
            "file size",
        ),
        FileKind(
            "audio",
            ("aac", "m4a", "wav"),
            ("audio/aac", "audio/mp4", "audio/x-m4a", "audio/wav", "audio/x-wav"),
            "file size",
        ),
        FileKind("document", ("pdf",), ("application/pdf",), "file size"),
    )
    questions = Messenger.questions[::-1]
    has_grids = False
    id_of = "an Instagram account"

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what buttons do; those of the service's picture call."""
        return self.taps.deeds - {Deed.CALL} if self.rich else self.taps.deeds

    def file(self, media: Place, field: str = "url") -> File:
        """Return the file as Instagram carries it, which is an image unless the profile is rich."""
        file = super().file(media, field)
        if file.name != "image" and not self.rich:
            why = "the service sends images only and this is none; profile='rich' sends it"
            raise Obstacle(why, media.at(field))
        return file

    def location(self, message: Place) -> Rendering:
        """Write a place as text; in the profile ``rich`` as on Messenger, with a button that opens the map."""
        if self.rich:
            return super().location(message)
        why = "the service shows places as text on Instagram; profile='rich' has a form"
        return self.as_plaintext(message, why=why)

    def outer_choices(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Return those that the service has room for: none, unless the profile is rich."""
        if self.rich:
            return super().outer_choices(buttons)
        why = "the service has no outer choices on Instagram; profile='rich' sends them"
        return super().outer_choices([one if one.why_not else one._replace(why_not=why) for one in buttons])

    def button_json(self, one: Button, *, in_text: bool = False) -> dict[str, Any]:
        """Return a button of a template; one that calls may not be shown."""
        if one.deed is Deed.CALL:
            why = "Meta's pages know buttons that answer or open a URL only; profile='rich' has the number in the text"
            self.notes.report(Code.CHOICE_UNCERTAIN, one.action, channel=self.title, why=why)
        return super().button_json(one, in_text=in_text)
