"""LINE's push requests, and the messages in them that are no templates: texts, files, what is tapped."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from transcode.channels.line.notification import DIGEST, PHONE_NUMBER
from transcode.measure import cut
from transcode.message.place import Place
from transcode.parts.buttons import Button, Deed
from transcode.parts.forms import Filled, Form
from transcode.parts.obstacle import Obstacle
from transcode.parts.writer import PartsWriter
from transcode.result import Code
from transcode.writer.properties import property_path
from transcode.writer.request import Rendering

__all__ = ["QUICK", "Messages"]

Json = dict[str, Any]

_LINE_ID: Final = re.compile(r"[UCR][0-9a-f]{32}", re.ASCII)
_IS_LINE_ID: Final = "must be a LINE user, group or room ID (U, C or R and 32 hexadecimal digits)"
QUICK: Final = Form("LINE's quick replies", buttons="quick replies", label="label")


class Messages(PartsWriter):
    """What all of LINE's messages are made of; see ``Line``."""

    # --- recipients and requests ---

    def recipient(self, to: str) -> str:
        """Return a LINE ID, or what a notification goes to: a phone number or its digest.

        Source: the reference gives ``U[0-9a-f]{32}`` for users (#request-body); group and room IDs are seen in its
        examples with C and R.
        """
        if _LINE_ID.fullmatch(to) or PHONE_NUMBER.fullmatch(to) or DIGEST.fullmatch(to):
            return to
        raise ValueError(
            f"{_IS_LINE_ID} or, for a notification, a phone number with + and country code or its SHA-256 digest"
        )

    def requests(self, sent: Iterable[Json]) -> tuple[Json, ...]:
        """Return push requests with all of the messages, in their order."""
        if PHONE_NUMBER.fullmatch(self.to) or DIGEST.fullmatch(self.to):
            must = f"{_IS_LINE_ID}: only notifications go to phone numbers"
            self.notes.report(Code.RECIPIENT_REFUSED, "to", channel=self.title, value=self.to, must=must)
        messages, size = list(sent), self.limit("messages").value
        return tuple(
            {"to": self.to, "messages": messages[start : start + size], **self.aggregation()}
            for start in range(0, len(messages), size)
        )

    def aggregation(self) -> Json:
        """Return the unit in which LINE counts who opened the message."""
        unit = self.settings.get("LINE_OPEN_STATUS")
        return {"customAggregationUnits": [unit]} if unit else {}

    def texts(self, text: str) -> list[Json]:
        """Return the messages that a text is sent as."""
        return [{"type": "text", "text": piece} for piece in self.text_pieces(text)]

    def send(self, messages: Sequence[Json], quick: Sequence[Button] = (), first: Sequence[Json] = ()) -> Rendering:
        """Return the rendering of messages, with quick replies below; see ``rendering``."""
        # LINE shows the quick replies of the last message only: #quick-reply.
        items = [{"type": "action", "action": one} for one in self.actions(self.below(QUICK, quick))] if quick else []
        last = {**messages[-1], **self.given(quickReply=self.given(items=items))}
        return self.rendering([*messages[:-1], last], first=first)

    def alt_text(self, summary: str) -> str:
        """Return what notifications and the list of chats show of a message."""
        # The message itself has the whole of it, so nothing is lost by a cut, and nothing is shown by it.
        limit = self.limit("altText")
        return cut(str(summary), limit.value, limit.unit, "…")

    # --- buttons and their actions ---

    def deeds(self, choices: Sequence[Place]) -> Collection[Deed]:
        """Return what buttons do; with the rich profile a quick reply asks for the location."""
        return self.taps.deeds | {Deed.ASK} if self.rich else self.taps.deeds

    def actions(self, filled: Filled) -> list[Json]:
        """Return what is tapped in a form."""
        return [self._action(button) for button in filled.buttons]

    def _action(self, button: Button) -> Json:
        back = self.tap(button)
        match button.deed:
            case Deed.ANSWER:
                shown, spoken = self.limit("display text"), button.whole
                if shown.exceeded_by(spoken) is not None:
                    spoken = spoken.like(cut(spoken, shown.value, shown.unit, "…"))
                return {"type": "postback", "label": button.shown, "data": back, "displayText": spoken}
            case Deed.ASK:
                return {"type": "location", "label": button.shown}
            case _:
                return {"type": "uri", "label": button.shown, "uri": button.url}

    # --- files ---

    def file_message(self, media: Place) -> Json:
        """Return an image, a video or an audio file.

        Raises:
            Obstacle: LINE does not carry it, or not without what the caller has not told of it.

        """
        file = self.file(media)
        message: Json = {"type": file.name, "originalContentUrl": file.url}
        if file.name == "audio":
            if file.info.duration_s is None:
                why = "LINE needs the duration of an audio file: give it as duration_s in media_info"
                raise Obstacle(why, media.at("url"))
            return {**message, "duration": round(file.info.duration_s * 1000)}
        preview, limit = self.file_or_none(media, "thumbnail_url"), self.limit("preview size")
        if preview is None or preview.name != "image" or (preview.info.bytes or 0) > limit.value:
            if file.name == "video":
                why = "LINE needs a preview image for a video: give thumbnail_url, an https address of a JPEG or PNG"
                raise Obstacle(why, media.at("thumbnail_url"))
            preview, size = file, file.info.bytes
            if size is None or size > limit.value:
                self.notes.report(Code.PREVIEW_IS_THE_FILE, media, channel=self.title, limit=limit.value, actual=size)
        tracking = self._tracking() if file.name == "video" else {}
        return {**message, "previewImageUrl": preview.url, **tracking}

    def _tracking(self) -> Json:
        name = "LINE_VIDEO_TRACKING_ID"
        tracking_id = self.settings.get(name)
        if tracking_id is not None and self.to[:1] in ("C", "R"):
            why = "LINE takes none in messages to groups and rooms"
            self.notes.report(Code.DROPPED, property_path(name), what="The tracking ID of the video", why=why)
            return {}
        return self.given(trackingId=tracking_id)
