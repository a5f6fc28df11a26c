"""LINE: the Messaging API's push requests.

Sources
- Payloads and limits: the Messaging API reference (developers.line.biz/en/reference/messaging-api), read in LINE's own
  repository line/line-developers-docs-source, docs/en/reference/messaging-api/index.html.md.
- Units: UTF-16 units, but grapheme clusters in labels, display texts and the titles and texts of templates
  (developers.line.biz/en/docs/messaging-api/text-character-count).
- Notification templates: developers.line.biz/en/reference/line-notification-messages.
- What is native: the service's message types page (developers.sinch.com/docs/conversation/message-types): text, media,
  choice, card, carousel and location are, list is not. The forms themselves are shown nowhere.

Choices made
- ``documented`` uses the plain template that each type resembles: buttons for a choice or card, carousel for a
  carousel. ``rich`` adds confirm (two text choices), Flex Messages for whatever a template cannot hold whole (lists
  included) and the location quick reply. A contact is text in both: LINE has no form for it, and links what is in text.
- Whatever a template or a button has no room for is sent whole in a text message before it, and the template or button
  has its beginning: nothing is lost, and what is tapped stands last.
- A carousel's outer choices are quick replies, as the service documents for Messenger. Cards that cannot be columns of
  one carousel template, which wants them alike, are several.
- A choice that cannot be a button makes the whole message text; the finding says which, and why.
- The place of a location without a label has its coordinates for an address, which LINE requires.
- A thumbnail whose type is unknown is no preview: LINE wants JPEG or PNG. ``reply_to`` is not used: LINE quotes by a
  token out of its own webhook, not by a message's id (#text-message, quoteToken).
- Text messages are of type ``text`` without ``emojis``, where neither ``$`` nor ``{}`` means anything but itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, ClassVar, Final

from transcode.channels.base import ChannelWriter, Property, Rendering, Request, Support, Unmet, compact_json
from transcode.errors import InvalidMessage
from transcode.measure import Limit, Unit, cut, measure
from transcode.media import encode_url, file_extension
from transcode.message import (
    CardMessage,
    CarouselMessage,
    Choice,
    ChoiceMessage,
    Content,
    ListMessage,
    LocationMessage,
    MediaMessage,
)
from transcode.message.base import Model, decimal, extend_path
from transcode.message.channel_specific import NotificationBody, NotificationTemplateMessage, TemplateItem
from transcode.picture import Picture
from transcode.plaintext import one_line
from transcode.result import TO, Code, Outcome, Transcoded

__all__ = ["Line"]

Json = dict[str, Any]

_READ: Final = "2026-11-22"
_API: Final = "developers.line.biz/en/reference/messaging-api/#"
_NOTIFICATIONS: Final = (
    "developers.line.biz/en/reference/line-notification-messages/#send-line-notification-message-template"
)
_SINCH: Final = "developers.sinch.com/docs/conversation/channel-support/line/properties"
_POWERS_OF_TEN: Final = "whether KB and MB count in 1000 or 1024 is not said; the smaller is used"

_CLUSTERS: Final = Unit.GRAPHEMES
_UTF16: Final = Unit.UTF16_UNITS


def _limit(name: str, value: int, unit: Unit, section: str, note: str = "") -> Limit:
    return Limit(name, value, unit, section if "/" in section else _API + section, _READ, note)


_LINE_ID = re.compile(r"[UCR][0-9a-f]{32}", re.ASCII)
_PHONE_NUMBER = re.compile(r"\+[0-9]{3,15}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)

# What a URI action opens: #uri-action. A telephone number of the examples there is in national form, without "+".
_OPENABLE = re.compile(r"(?:https?|line)://[^/?#].*|tel:\+?[0-9][0-9().-]*", re.ASCII | re.IGNORECASE | re.DOTALL)
_HTTPS = re.compile(r"https://[^/?#]", re.ASCII | re.IGNORECASE)
_PAGE = re.compile(r"https?://[^/?#]", re.ASCII | re.IGNORECASE)
# What people write between the digits of a telephone number: the visual separators of RFC 3966 section 3, and spaces,
# slashes and typographic hyphens, which a tel: address does not have.
_BETWEEN_DIGITS = re.compile(r"[\s().\-/\u2010-\u2015]")

# What does not happen where the fallback URL is opened instead, and why.
_INSTEAD: Final[Mapping[str, tuple[str, str]]] = {
    "calendar_message": (
        "The event is not added to a calendar",
        "LINE has no action for it, so the fallback URL is opened",
    ),
    "share_location_message": (
        "The location is not asked for",
        "only the rich profile asks for one, so the fallback URL is opened",
    ),
}

_TRACKING_ID_LENGTH: Final = 100
_UNIT_NAME_LENGTH: Final = 30


def _tracking_id(value: str) -> str:
    """Return a video's tracking ID. Source: #video-message, trackingId."""
    if re.fullmatch(rf"[A-Za-z0-9.=,+*()%$&;:@{{}}!?<>\[\]-]{{1,{_TRACKING_ID_LENGTH}}}", value, re.ASCII):
        return value
    raise ValueError(f"must be 1 to {_TRACKING_ID_LENGTH} of the characters a-z, A-Z, 0-9 and -.=,+*()%$&;:@{{}}!?<>[]")


def _unit_name(value: str) -> str:
    """Return the name of an aggregation unit. Source: #send-push-message, customAggregationUnits."""
    if re.fullmatch(rf"[A-Za-z0-9_]{{1,{_UNIT_NAME_LENGTH}}}", value, re.ASCII):
        return value
    raise ValueError(f"must be 1 to {_UNIT_NAME_LENGTH} of the characters a-z, A-Z, 0-9 and _")


# Which message carries which file: #image-message, #video-message, #audio-message.
_MEDIA_TYPES: Final[Mapping[str, str]] = {
    "image/jpeg": "image",
    "image/png": "image",
    "video/mp4": "video",
    "audio/mpeg": "audio",
    "audio/mp4": "audio",
    "audio/x-m4a": "audio",
}
_EXTENSIONS: Final[Mapping[str, str]] = {
    "jpg": "image",
    "jpeg": "image",
    "png": "image",
    "mp4": "video",
    "mp3": "audio",
    "m4a": "audio",
}


@dataclass(frozen=True, slots=True)
class _Button:
    """What can be tapped.

    ``uri`` is what it opens, None where a tap answers. A button that asks for a location has the path of the fallback
    URL that it does not need in ``fallback_path``.
    """

    name: str
    path: str
    label: str
    label_path: str
    postback: str | None = None
    uri: str | None = None
    kind: str = ""
    """The field of the choice that says what it does."""
    fallback_path: str = ""


@dataclass(frozen=True, slots=True)
class _Panel:
    """A picture, a title, a text and buttons: what a card, a column and a bubble all are."""

    name: str
    path: str
    title: str = ""
    title_path: str = ""
    text: str = ""
    text_path: str = ""
    image: str = ""
    link: str = ""
    """Media that LINE does not show in a panel."""
    buttons: tuple[_Button, ...] = ()
    number: str = ""
    """What stands before the words outside the panel."""

    @property
    def words(self) -> str:
        """Title and text."""
        return "\n".join(filter(None, (self.title, self.text)))

    @property
    def summary(self) -> str:
        """What stands for the panel where it cannot be shown."""
        return self.words or ", ".join(button.label for button in self.buttons) or self.link or self.image


class Line(ChannelWriter):
    """LINE. A payload is the body of ``POST /v2/bot/message/push``.

    A notification template's, which has ``templateKey`` in place of ``messages``, is that of ``POST
    /v2/bot/message/pnp/templated/push``.
    """

    channel = "LINE"
    title = "LINE"
    supports: ClassVar[Mapping[str, Support]] = {
        "text": Support.NATIVE,
        "media": Support.CONDITIONAL,
        "choice": Support.CONDITIONAL,
        "card": Support.CONDITIONAL,
        "carousel": Support.CONDITIONAL,
        "location": Support.NATIVE,
        "list": Support.CONDITIONAL,
    }
    limits = (
        _limit("messages", 5, Unit.COUNT, "send-push-message", "in one request"),
        _limit("text", 5000, _UTF16, "text-message"),
        _limit("altText", 1500, _UTF16, "common-properties-of-template-message-objects", "400 in older documents"),
        _limit("label", 20, _CLUSTERS, "action-object-label-spec", "in templates and quick replies"),
        _limit("flex label", 40, _CLUSTERS, "action-object-label-spec"),
        _limit("title", 40, _CLUSTERS, "buttons"),
        _limit("buttons actions", 4, Unit.COUNT, "buttons", "that one is needed is not said, only that the field is"),
        _limit("buttons text", 160, _CLUSTERS, "buttons"),
        _limit("buttons text with title or image", 60, _CLUSTERS, "buttons"),
        _limit("confirm actions", 2, Unit.COUNT, "confirm", "exactly"),
        _limit("confirm text", 240, _CLUSTERS, "confirm"),
        _limit("columns", 10, Unit.COUNT, "carousel"),
        _limit("column actions", 3, Unit.COUNT, "column-object-for-carousel", "the same number in all columns"),
        _limit("column text", 120, _CLUSTERS, "column-object-for-carousel"),
        _limit("column text with title or image", 60, _CLUSTERS, "column-object-for-carousel"),
        _limit("flex bubbles", 12, Unit.COUNT, "f-carousel"),
        _limit("flex bubble", 30_000, Unit.BYTES, "bubble", _POWERS_OF_TEN),
        _limit("flex carousel", 50_000, Unit.BYTES, "f-carousel", _POWERS_OF_TEN),
        _limit("quick replies", 13, Unit.COUNT, "items-object"),
        _limit("postback data", 300, _UTF16, "postback-action"),
        _limit("display text", 300, _CLUSTERS, "postback-action"),
        _limit("uri", 1000, _UTF16, "uri-action"),
        _limit("media URL", 2000, _UTF16, "image-message"),
        _limit("image size", 10_000_000, Unit.BYTES, "image-message", _POWERS_OF_TEN),
        _limit("preview size", 1_000_000, Unit.BYTES, "image-message", _POWERS_OF_TEN),
        _limit("video size", 200_000_000, Unit.BYTES, "video-message", _POWERS_OF_TEN),
        _limit("audio size", 200_000_000, Unit.BYTES, "audio-message", _POWERS_OF_TEN),
        _limit("location title", 100, _UTF16, "location-message"),
        _limit("location address", 100, _UTF16, "location-message"),
        _limit("tracking ID", _TRACKING_ID_LENGTH, _UTF16, "video-message"),
        _limit("unit name", _UNIT_NAME_LENGTH, _UTF16, "send-push-message"),
        _limit("notification items", 15, Unit.COUNT, _NOTIFICATIONS),
        _limit("notification buttons", 2, Unit.COUNT, _NOTIFICATIONS),
        _limit("emphasized item", 15, _UTF16, _NOTIFICATIONS + "-items"),
        _limit("notification item", 300, _UTF16, _NOTIFICATIONS + "-items"),
        _limit("notification URL", 1000, _UTF16, _NOTIFICATIONS + "-buttons"),
    )
    properties = (
        Property(
            "LINE_VIDEO_TRACKING_ID",
            _tracking_id,
            "names a video in the event that tells that it was watched to its end",
            _SINCH,
        ),
        Property("LINE_OPEN_STATUS", _unit_name, "the unit in which LINE counts who opened the message", _SINCH),
    )

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient sees; see ``line_picture``."""
        from transcode.channels.line_picture import picture  # noqa: PLC0415 - for previews alone

        return picture(result)

    def __init__(self, request: Request) -> None:
        super().__init__(request)
        self._before_content = len(self.findings)
        self._whole_texts: list[str] = []

    # --- recipients and requests ---

    def recipient(self, to: str) -> str:
        """Return a LINE ID, or what a notification goes to: a phone number or its digest.

        Source: the reference gives ``U[0-9a-f]{32}`` for users (#request-body); group and room IDs are seen in its
        examples with C and R.
        """
        if _LINE_ID.fullmatch(to) or _PHONE_NUMBER.fullmatch(to) or _DIGEST.fullmatch(to):
            return to
        raise ValueError(
            "must be a LINE user, group or room ID (U, C or R and 32 hexadecimal digits) or, for a notification, a "
            "phone number with + and country code or its SHA-256 digest"
        )

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return push requests with ``text`` in as many messages as it needs."""
        return self._requests(self._text_messages(text))

    def _requests(self, messages: Sequence[Json]) -> tuple[Json, ...]:
        """Return push requests with all of ``messages``, in their order."""
        if self.to != TO and not _LINE_ID.fullmatch(self.to):
            raise InvalidMessage.at(
                "to",
                "value",
                "must be a LINE user, group or room ID (U, C or R and 32 hexadecimal digits): only notifications go to "
                "phone numbers",
                self.to,
            )
        size = self.limit("messages").value
        chunks = [list(messages[start : start + size]) for start in range(0, len(messages), size)]
        return tuple({"to": self.to, "messages": chunk, **self._aggregation()} for chunk in chunks)

    def _aggregation(self) -> Json:
        unit = self.settings.get("LINE_OPEN_STATUS")
        return {"customAggregationUnits": [unit]} if unit else {}

    def _text_messages(self, text: str) -> list[Json]:
        return [{"type": "text", "text": piece} for piece in self.pieces(text, self.limit("text"))]

    def _send(self, *messages: Json, quick: Sequence[_Button] = (), first: Sequence[Json] = ()) -> Rendering:
        """Return the rendering of ``messages``; ``first`` and the texts that have no room in them go before."""
        last = {**messages[-1], **self._quick_reply(quick)}
        whole = self._text_messages("\n\n".join(self._whole_texts)) if self._whole_texts else []
        return Rendering(Outcome.NATIVE, self._requests([*first, *whole, *messages[:-1], last]))

    def _quick_reply(self, buttons: Sequence[_Button]) -> Json:
        # LINE shows the quick replies of the last message only: #quick-reply.
        if not buttons:
            return {}
        actions = self._actions(_Panel("", "", buttons=tuple(buttons)), self.limit("label"))
        return {"quickReply": {"items": [{"type": "action", "action": action} for action in actions]}}

    def _fall_back(self, message: Content, obstacle: Unmet) -> Rendering:
        """Write ``message`` as text because of ``obstacle``; a card's media is still a message of its own if it can be.

        What was reported on the way to another form no longer holds.
        """
        del self.findings[self._before_content :]
        self._whole_texts.clear()
        self.tapped.clear()
        self.report_unmet(obstacle)
        first: list[Json] = []
        if isinstance(message, CardMessage) and message.media_message and self._has_words(message):
            media = self._media_message(message.media_message, extend_path(self.path, "media_message"))
            if not isinstance(media, Unmet):
                first, message = [media], message.model_copy(update={"media_message": None})
        text = self.render(message, self.request.uppercase)
        if not first:
            return self.send_text(text, Outcome.PLAINTEXT)
        return Rendering(Outcome.PLAINTEXT, self._requests([*first, *self._text_messages(text)]), text)

    def _has_words(self, card: CardMessage) -> bool:
        return bool(self.render(card.model_copy(update={"media_message": None}), self.request.uppercase).strip())

    # --- buttons and their actions ---

    def _buttons(self, choices: Iterable[Choice] | None, path: str, whose: str = "") -> tuple[_Button, ...]:
        path = extend_path(path, "choices")
        return tuple(
            self._button(choice, extend_path(path, index), f"{whose}choice {index + 1}")
            for index, choice in enumerate(choices or ())
        )

    def _button(self, choice: Choice, path: str, name: str) -> _Button:
        where = extend_path(path, choice.kind)
        button = _Button(
            name,
            path,
            one_line(choice.label),
            extend_path(where, "text" if choice.text_message else "title"),
            choice.postback_data,
            _uri(choice),
            choice.kind,
        )
        if self.rich and choice.share_location_message:
            return replace(button, uri=None, fallback_path=extend_path(where, "fallback_url"))
        return button

    def _button_obstacles(self, buttons: Iterable[_Button]) -> Iterator[Unmet]:
        limit = self.limit("uri")
        for button in buttons:
            if not button.label:
                yield Unmet(f"{button.name} has no label, and a button needs one", button.path)
            if button.uri is None:
                continue
            if not _OPENABLE.fullmatch(button.uri):
                what = f"{button.name} leads to {_shortened(button.uri)!r}"
                yield Unmet(f"{what}, and a LINE button opens http, https, line and tel addresses only", button.path)
            actual = limit.exceeded_by(encode_url(button.uri))
            if actual:
                what = f"the address of {button.name} has {actual} {limit.unit.value}"
                yield Unmet(f"{what} and LINE takes {limit.value}", button.path, limit.value, actual)

    def _actions(self, panel: _Panel, limit: Limit, *, words_fit: bool = True) -> list[Json]:
        """Return an action for each button of ``panel``, its label cut to ``limit``.

        What has no room goes before, whole: the words unless ``words_fit``, and the labels that were cut; under the
        panel's number and words where there are several panels.
        """
        buttons = panel.buttons
        labels = self.fit_labels([button.label for button in buttons], limit, [button.label_path for button in buttons])
        whole = [panel.number + panel.words] if panel.number or not words_fit else []
        whole += [f"> {button.label}" for button, label in zip(buttons, labels, strict=True) if label != button.label]
        if not words_fit or labels != [button.label for button in buttons]:
            self._whole_texts.append("\n".join(whole))
        return [self._action(button, label) for button, label in zip(buttons, labels, strict=True)]

    def _action(self, button: _Button, label: str) -> Json:
        if button.uri is None and not button.fallback_path:
            return self._postback(button, label)
        self.tapped[button.path] = (label, None)
        if button.uri is None:
            self.report(Code.HINT_IGNORED, button.fallback_path, what="The fallback URL", channel=self.title)
            return {"type": "location", "label": label}
        if button.kind in _INSTEAD:
            what, why = _INSTEAD[button.kind]
            self.report(Code.NOT_IN_FORM, extend_path(button.path, button.kind), what=what, why=why)
        return {"type": "uri", "label": label, "uri": encode_url(button.uri)}

    def _postback(self, button: _Button, label: str) -> Json:
        limit, shown = self.limit("postback data"), self.limit("display text")
        return {
            "type": "postback",
            "label": label,
            "data": self.answer(button.path, button.label, button.postback, limit, shown=label),
            "displayText": cut(button.label, shown.value, shown.unit, "…"),
        }

    # --- media ---

    def media(self, message: MediaMessage) -> Rendering:
        """Write an image, a video or an audio file; anything else as its URL."""
        media = self._media_message(message, self.path)
        return self._fall_back(message, media) if isinstance(media, Unmet) else self._send(media)

    def _media_message(self, media: MediaMessage, path: str) -> Json | Unmet:
        kind = self._media_kind(media.url)
        obstacle = self._media_obstacle(kind, media.url, extend_path(path, "url"))
        if obstacle:
            return obstacle
        message: Json = {"type": kind, "originalContentUrl": _sent_url(media.url)}
        if kind == "audio":
            return self._with_duration(message, media.url, path)
        return self._with_preview(message, media, path)

    def _media_kind(self, url: str) -> str | None:
        """Return the type of message that carries the file at ``url``; None where there is none, or no knowing."""
        content_type = self.media_info(url).content_type
        if content_type is not None:
            return _MEDIA_TYPES.get(content_type.partition(";")[0].strip().lower())
        return _EXTENSIONS.get(file_extension(one_line(url)))

    def _media_obstacle(self, kind: str | None, url: str, path: str) -> Unmet | None:
        if kind is None:
            return Unmet("LINE carries JPEG, PNG, MP4, MP3 and M4A files, and the URL does not name one of these", path)
        if not _HTTPS.match(one_line(url)):
            return Unmet("LINE takes media from https addresses only", path)
        limit = self.limit("media URL")
        actual = limit.exceeded_by(_sent_url(url))
        if actual:
            why = f"the URL of the media has {actual} {limit.unit.value} and LINE takes {limit.value}"
            return Unmet(why, path, limit.value, actual)
        limit, size = self.limit(f"{kind} size"), self.media_info(url).bytes
        if size is not None and size > limit.value:
            why = f"the {kind} has {size:,} bytes and LINE takes {limit.value:,}"
            return Unmet(why, path, limit.value, size)
        return None

    def _with_duration(self, message: Json, url: str, path: str) -> Json | Unmet:
        duration = self.media_info(url).duration_s
        if duration is None:
            why = "LINE needs the duration of an audio file: give it as duration_s in media_info"
            return Unmet(why, extend_path(path, "url"))
        return {**message, "duration": round(duration * 1000)}

    def _with_preview(self, message: Json, media: MediaMessage, path: str) -> Json | Unmet:
        """Return ``message`` with its preview image; an image without one is its own."""
        preview, where = media.thumbnail_url or "", extend_path(path, "thumbnail_url")
        is_usable = self._is_image(preview) and self._media_obstacle("preview", preview, where) is None
        if message["type"] == "image":
            if not is_usable:
                preview = media.url
                self._advise_preview(preview, path)
            return {**message, "previewImageUrl": _sent_url(preview)}
        if not is_usable:
            why = "LINE needs a preview image for a video: give thumbnail_url, an https address of a JPEG or PNG image"
            return Unmet(why, where)
        return {**message, "previewImageUrl": _sent_url(preview), **self._tracking()}

    def _is_image(self, url: str) -> bool:
        return self._media_kind(url) == "image"

    def _advise_preview(self, url: str, path: str) -> None:
        limit, size = self.limit("preview size"), self.media_info(url).bytes
        if size is None or size > limit.value:
            advice = (
                "There is no usable thumbnail_url, so the image is its own preview; LINE asks for a preview of at most "
                f"{limit.value:,} bytes."
            )
            self.report(Code.MEDIA_ADVICE, path, advice=advice, limit=limit.value, actual=size)

    def _tracking(self) -> Json:
        tracking_id = self.settings.get("LINE_VIDEO_TRACKING_ID")
        if tracking_id is None:
            return {}
        if self.to[0] in "CR":
            self.report(
                Code.DROPPED,
                extend_path("channel_properties", "LINE_VIDEO_TRACKING_ID"),
                what="The tracking ID of the video",
                why="LINE takes none in messages to groups and rooms",
            )
            return {}
        return {"trackingId": tracking_id}

    # --- choices and cards ---

    def choice(self, message: ChoiceMessage) -> Rendering:
        """Write a question with buttons."""
        text = message.text_message.text.strip() if message.text_message else ""
        where = extend_path(extend_path(self.path, "text_message"), "text")
        buttons = self._buttons(message.choices, self.path)
        panel = _Panel("the message", self.path, text=text, text_path=where, buttons=buttons)
        return self._send_panel(message, panel)

    def card(self, message: CardMessage) -> Rendering:
        """Write a card with buttons; media that is no image is a message of its own before it."""
        panel = self._card_panel(message, self.path, "the card")
        is_bare = not (panel.words or panel.buttons)
        if not message.media_message or not (panel.link or (panel.image and is_bare)):
            return self._send_panel(message, panel)
        media = self._media_message(message.media_message, extend_path(self.path, "media_message"))
        if is_bare:
            return self._fall_back(message, media) if isinstance(media, Unmet) else self._send(media)
        if isinstance(media, Unmet):
            self.report_unmet(media)
            first = self._text_messages(panel.link)
        else:
            first = [media]
        return self._send_panel(message, replace(panel, link=""), first=first)

    def _card_panel(self, card: CardMessage, path: str, name: str) -> _Panel:
        title, text = (card.title or "").strip(), (card.description or "").strip()
        title_path, text_path = extend_path(path, "title"), extend_path(path, "description")
        if not text:
            title, title_path, text, text_path = "", "", title, title_path
        panel = _Panel(name, path, title, title_path, text, text_path)
        whose = "" if path == self.path else f"{name}'s "
        panel = replace(panel, buttons=self._buttons(card.choices, path, whose))
        return self._with_media(panel, card.media_message)

    def _with_media(self, panel: _Panel, media: MediaMessage | None) -> _Panel:
        if not media or not (url := one_line(media.url)):
            return panel
        is_image = self._is_image(media.url) and self._media_obstacle("image", media.url, "") is None
        return replace(panel, image=url) if is_image else replace(panel, link=url)

    def _send_panel(self, content: Content, panel: _Panel, first: Sequence[Json] = ()) -> Rendering:
        (panel,), quick = _apart([panel])
        obstacle = next(self._obstacles([panel], quick), None)
        if obstacle:
            return self._fall_back(content, obstacle)
        if quick and not panel.buttons and panel.text and not (panel.title or panel.image):
            return self._send(*self._text_messages(panel.text), quick=quick, first=first)
        message = self._panel_message(panel)
        if isinstance(message, Unmet):
            return self._fall_back(content, message)
        return self._send(message, quick=quick, first=first)

    def _obstacles(self, panels: Sequence[_Panel], quick: Sequence[_Button]) -> Iterator[Unmet]:
        """Yield what keeps ``panels`` and quick replies from any form that is tapped."""
        for panel in panels:
            yield from self._button_obstacles(panel.buttons)
        yield from self._button_obstacles(quick)
        if quick and not any(panel.summary for panel in panels):
            yield Unmet("LINE shows quick replies below a message, and there would be none", self.path)
        limit = self.limit("quick replies")
        if len(quick) > limit.value:
            why = f"the message needs {len(quick)} quick replies and LINE takes {limit.value}"
            yield Unmet(why, self.path, limit.value, len(quick))

    def _panel_message(self, panel: _Panel) -> Json | Unmet:
        """Return the template that holds ``panel``; with the rich profile a Flex Message if none holds it whole."""
        obstacle = next(self._template_obstacles("buttons", "buttons template", panel), None)
        if not self.rich:
            return obstacle or self._buttons_template(panel)
        if self._is_question(panel):
            return self._confirm_template(panel)
        if obstacle is None and self._fits("buttons", panel):
            return self._buttons_template(panel)
        return self._flex(self._bubble(panel), panel.summary, "flex bubble")

    # --- templates ---

    def _template_obstacles(self, form: str, name: str, panel: _Panel) -> Iterator[Unmet]:
        """Yield what keeps ``panel`` out of ``form`` ("buttons" or "column"), which people call ``name``."""
        limit, count = self.limit(f"{form} actions"), len(panel.buttons)
        if not panel.text:
            yield Unmet(f"{panel.name} has no text and LINE's {name} needs one", panel.path)
        if not count:
            yield Unmet(f"{panel.name} has no choices for buttons and LINE's {name} needs one", panel.path)
        if count > limit.value:
            why = f"{panel.name} has {count} choices and LINE's {name} takes {limit.value}"
            yield Unmet(why, extend_path(panel.path, "choices"), limit.value, count)

    def _text_limit(self, form: str, panel: _Panel) -> Limit:
        return self.limit(f"{form} text with title or image" if panel.title or panel.image else f"{form} text")

    def _fits(self, form: str, panel: _Panel) -> bool:
        """Tell whether a template has room for every word of ``panel``."""
        label = self.limit("label")
        texts = (
            (self._text_limit(form, panel), panel.text),
            (self.limit("title"), panel.title),
            *((label, button.label) for button in panel.buttons),
        )
        return all(limit.exceeded_by(text) is None for limit, text in texts)

    def _is_question(self, panel: _Panel) -> bool:
        """Tell whether ``panel`` is what LINE's confirm template is for: a text with two answers."""
        label = self.limit("label")
        return (
            len(panel.buttons) == self.limit("confirm actions").value
            and not (panel.title or panel.image or panel.link)
            and bool(panel.text)
            and self.limit("confirm text").exceeded_by(panel.text) is None
            and all(button.uri is None and label.exceeded_by(button.label) is None for button in panel.buttons)
        )

    def _confirm_template(self, panel: _Panel) -> Json:
        actions = self._actions(panel, self.limit("label"))
        return self._template({"type": "confirm", "text": panel.text, "actions": actions}, panel.summary)

    def _buttons_template(self, panel: _Panel) -> Json:
        return self._template({"type": "buttons", **self._template_fields("buttons", panel)}, panel.summary)

    def _template(self, template: Json, summary: str) -> Json:
        return {"type": "template", "altText": self._alt_text(summary), "template": template}

    def _alt_text(self, summary: str) -> str:
        # For notifications and the list of chats. The message itself has the whole of it, so nothing is lost by a cut.
        limit = self.limit("altText")
        return cut(summary, limit.value, limit.unit, "…")

    def _template_fields(self, form: str, panel: _Panel) -> Json:
        """Return image, title, text and actions; where there is no room for the words, they go before, whole."""
        title = self.fit(panel.title, self.limit("title"), panel.title_path)
        text = self.fit(panel.text, self._text_limit(form, panel), panel.text_path)
        words_fit = (title, text) == (panel.title, panel.text)
        return {
            **({"thumbnailImageUrl": encode_url(panel.image)} if panel.image else {}),
            **({"title": title} if title else {}),
            "text": text,
            "actions": self._actions(panel, self.limit("label"), words_fit=words_fit),
        }

    def fit(self, text: str, limit: Limit, path: str, ellipsis: str = "…") -> str:
        """Return as much of ``text`` as ``limit`` lets stand; the caller sends the whole of it in another message."""
        if limit.exceeded_by(text) is not None:
            self.report(Code.SPLIT, path, limit=limit.value, unit=limit.unit.value, actual=2)
        return cut(text, limit.value, limit.unit, ellipsis)

    # --- Flex Messages ---

    def _flex(self, container: Json, summary: str, name: str) -> Json | Unmet:
        if not summary.strip():
            return Unmet("there is nothing that LINE could show in another form", self.path)
        limit = self.limit(name)
        size = measure(compact_json(container), Unit.UTF8_BYTES)
        if size > limit.value:
            why = f"it would be a LINE {name} of {size:,} bytes, which may have {limit.value:,}"
            return Unmet(why, self.path, limit.value, size)
        return {"type": "flex", "altText": self._alt_text(summary), "contents": container}

    def _bubble(self, panel: _Panel) -> Json:
        actions = self._actions(panel, self.limit("flex label"))
        return _bubble(panel.image, self._flex_texts(panel), [_flex_button(action) for action in actions])

    def _flex_texts(self, panel: _Panel) -> list[Json]:
        """Return title, text and link of ``panel``, those it has."""
        return [
            *([_flex_text(panel.title, weight="bold", size="xl")] if panel.title else []),
            *([_flex_text(panel.text)] if panel.text else []),
            *([self._flex_link(panel.link)] if panel.link else []),
        ]

    def _flex_link(self, url: str) -> Json:
        """Return ``url`` to read, and to tap unless no action may open it."""
        text, uri = _flex_text(url), encode_url(url)
        if _OPENABLE.fullmatch(url) and self.limit("uri").exceeded_by(uri) is None:
            return {**text, "action": {"type": "uri", "uri": uri}}
        return text

    # --- carousels ---

    def carousel(self, message: CarouselMessage) -> Rendering:
        """Write cards as the columns of a carousel, and the outer choices as quick replies."""
        path = extend_path(self.path, "cards")
        panels, asking = _apart(
            [
                replace(self._card_panel(card, extend_path(path, index), f"card {index + 1}"), number=f"{index + 1}. ")
                for index, card in enumerate(message.cards)
            ]
        )
        quick = [*asking, *self._buttons(message.choices, self.path, "outer ")]
        obstacle = next(self._obstacles(panels, quick), None)
        messages = obstacle or self._carousel_messages(panels)
        if isinstance(messages, Unmet):
            return self._fall_back(message, messages)
        return self._send(*messages, quick=quick)

    def _carousel_messages(self, panels: Sequence[_Panel]) -> list[Json] | Unmet:
        """Return carousel templates; with the rich profile a Flex Message unless one template holds all."""
        obstacle = next(self._column_obstacles(panels), None)
        groups = [_alike(group) for group in self._groups(panels)]
        is_whole = len(groups) == 1 and all(self._fits("column", panel) for panel in groups[0])
        if self.rich and (obstacle or not is_whole):
            message = self._flex_carousel(panels)
            return message if isinstance(message, Unmet) else [message]
        if obstacle:
            return obstacle
        if len(groups) > 1:
            why = self._why_apart(groups)
            self.report(Code.CAROUSEL_SPLIT, extend_path(self.path, "cards"), why=why, actual=len(groups))
        return [self._carousel_template(group) for group in groups]

    def _column_obstacles(self, panels: Sequence[_Panel]) -> Iterator[Unmet]:
        if not panels:
            yield Unmet("the carousel has no cards", self.path)
        for panel in panels:
            yield from self._template_obstacles("column", "carousel column", panel)
            if panel.link:
                why = f"{panel.name} has media that is not a JPEG or PNG image that LINE takes"
                yield Unmet(why, extend_path(panel.path, "media_message"))

    def _groups(self, panels: Iterable[_Panel]) -> list[list[_Panel]]:
        """Return ``panels`` in as few runs as there must be for each to be the columns of one carousel."""
        size = self.limit("columns").value
        groups: list[list[_Panel]] = []
        for panel in panels:
            if groups and len(groups[-1]) < size and not _difference(groups[-1][-1], panel):
                groups[-1].append(panel)
            else:
                groups.append([panel])
        return groups

    def _why_apart(self, groups: Sequence[Sequence[_Panel]]) -> str:
        differences = (_difference(before[-1], after[0]) for before, after in pairwise(groups))
        count, size = sum(map(len, groups)), self.limit("columns").value
        return next(filter(None, differences), f"there are {count} cards and LINE's carousel template takes {size}")

    def _carousel_template(self, panels: Sequence[_Panel]) -> Json:
        columns = [self._template_fields("column", panel) for panel in panels]
        return self._template({"type": "carousel", "columns": columns}, _summary(panels))

    def _flex_carousel(self, panels: Sequence[_Panel]) -> Json | Unmet:
        panels = [panel for panel in panels if panel.summary]
        limit = self.limit("flex bubbles")
        if len(panels) > limit.value:
            why = f"the carousel has {len(panels)} cards and LINE's flex carousel takes {limit.value}"
            return Unmet(why, extend_path(self.path, "cards"), limit.value, len(panels))
        bubbles = []
        for panel in panels:
            bubble = self._flex(self._bubble(panel), panel.summary, "flex bubble")
            if isinstance(bubble, Unmet):
                return bubble
            bubbles.append(bubble["contents"])
        container = {"type": "carousel", **({"contents": bubbles} if bubbles else {})}
        return self._flex(container, _summary(panels), "flex carousel")

    # --- locations and lists ---

    def location(self, message: LocationMessage) -> Rendering:
        """Write a place; LINE needs a title and an address."""
        place = message.coordinates
        coordinates = f"{decimal(place.latitude)},{decimal(place.longitude)}"
        title, label = one_line(message.title), one_line(message.label)
        shown = self.fit(title or label or coordinates, self.limit("location title"), self._at("title"))
        address = self.fit(label or coordinates, self.limit("location address"), self._at("label"))
        if shown != (title or label or coordinates) or address != (label or coordinates):
            self._whole_texts.append("\n".join(filter(None, (title, label))))
        return self._send(
            {
                "type": "location",
                "title": shown,
                "address": address,
                "latitude": place.latitude,
                "longitude": place.longitude,
            }
        )

    def _at(self, name: str) -> str:
        return extend_path(self.path, name)

    def list_(self, message: ListMessage) -> Rendering:
        """Write a list as text; with the rich profile as one Flex bubble, read from top to bottom."""
        if not self.rich:
            return self.as_plaintext(message)
        bubble = self._list_message(message)
        return self._fall_back(message, bubble) if isinstance(bubble, Unmet) else self._send(bubble)

    def _list_message(self, message: ListMessage) -> Json | Unmet:
        panel = _Panel("the list", self.path, title=message.title.strip(), text=(message.description or "").strip())
        panel = self._with_media(panel, message.media)
        buttons = self._item_buttons(message)
        if isinstance(buttons, Unmet):
            return buttons
        obstacle = next(self._button_obstacles(buttons), None)
        if obstacle:
            return obstacle
        actions = self._actions(replace(panel, buttons=buttons), self.limit("flex label"))
        contents = [*self._flex_texts(panel), *self._items(message, actions)]
        headings = ", ".join(filter(None, (one_line(section.title) for section in message.sections)))
        summary = panel.words or ", ".join(button.label for button in buttons) or headings or panel.summary
        return self._flex(_bubble(panel.image, contents, []), summary, "flex bubble")

    def _item_buttons(self, message: ListMessage) -> tuple[_Button, ...] | Unmet:
        buttons: list[_Button] = []
        for number, section in enumerate(message.sections):
            items = extend_path(extend_path(extend_path(self.path, "sections"), number), "items")
            for index, item in enumerate(section.items):
                if item.choice is None:
                    return Unmet("LINE has no product catalogue", extend_path(items, index))
                path = extend_path(extend_path(items, index), "choice")
                name, label = f"item {len(buttons) + 1}", one_line(item.choice.title)
                buttons.append(_Button(name, path, label, extend_path(path, "title"), item.choice.postback_data))
        return tuple(buttons)

    def _items(self, message: ListMessage, actions: Iterable[Json]) -> Iterator[Json]:
        """Yield the components of the sections: a heading, then picture, button and description of each item."""
        following = iter(actions)
        for section in message.sections:
            if heading := one_line(section.title):
                yield _flex_text(heading, weight="bold")
            for item in section.items:
                assert item.choice is not None  # noqa: S101 - _item_buttons has looked
                panel = self._with_media(_Panel("", "", text=one_line(item.choice.description)), item.choice.media)
                if panel.image:
                    yield _flex_image(panel.image)
                yield _flex_button(next(following))
                yield from self._flex_texts(panel)

    # --- notification templates ---

    def channel_specific(self, message: Model, path: str) -> Rendering | None:
        """Write a notification template: the body of ``POST /v2/bot/message/pnp/templated/push``."""
        if not isinstance(message, NotificationTemplateMessage):
            return None
        template = message.message
        payload: Json = {"to": self._digest(), "templateKey": template.template_key}
        if template.body:
            where = extend_path(extend_path(path, "message"), "body")
            self._check_notification(template.body, where)
            payload["body"] = _notification_body(template.body)
        return Rendering(Outcome.NATIVE, ({**payload, **self._aggregation()},))

    def _digest(self) -> str:
        """Return the recipient of a notification: the SHA-256 digest of a phone number.

        Source: developers.line.biz/en/docs/partner-docs/line-notification-messages/technical-specs#phone-number-hashed.
        """
        if _PHONE_NUMBER.fullmatch(self.to):
            return hashlib.sha256(self.to.encode()).hexdigest()
        if self.to == TO or _DIGEST.fullmatch(self.to):
            return self.to
        raise InvalidMessage.at(
            "to",
            "value",
            "must be a phone number with + and country code, or its SHA-256 digest: a notification does not go to a "
            "LINE ID",
            self.to,
        )

    def _check_notification(self, body: NotificationBody, path: str) -> None:
        """Report what LINE refuses. Nothing is cut: the wording of a notification is agreed with LINE."""
        items, buttons = extend_path(path, "items"), extend_path(path, "buttons")
        self._check_count("notification items", "items", len(body.items or ()), items)
        self._check_count("notification buttons", "buttons", len(body.buttons or ()), buttons)
        texts = [
            (extend_path(extend_path(items, n), "content"), item.content) for n, item in enumerate(body.items or ())
        ]
        for where, text in texts:
            self._check_length("notification item", "The value of an item", text, where)
        if body.emphasized_item:
            where = extend_path(extend_path(path, "emphasized_item"), "content")
            self._check_length("emphasized item", "The emphasized item", body.emphasized_item.content, where)
        for n, button in enumerate(body.buttons or ()):
            where = extend_path(extend_path(buttons, n), "url")
            self._check_length("notification URL", "The URL of a button", _sent_url(button.url), where)
            if not _PAGE.match(one_line(button.url)):
                what = (
                    f"The button leads to {_shortened(button.url)!r}; a notification opens http and https pages only."
                )
                self.report(Code.NOT_ALLOWED, where, what=what)
        self._check_unique(
            "item_key", [*([body.emphasized_item] if body.emphasized_item else ()), *(body.items or ())], path
        )
        self._check_unique("button_key", body.buttons or (), path)

    def _check_count(self, name: str, unit: str, count: int, path: str) -> None:
        limit = self.limit(name)
        if count > limit.value:
            self.report(Code.TOO_LONG, path, what="A notification", limit=limit.value, unit=unit, actual=count)

    def _check_length(self, name: str, what: str, text: str, path: str) -> None:
        limit = self.limit(name)
        actual = limit.exceeded_by(text)
        if actual:
            self.report(Code.TOO_LONG, path, what=what, limit=limit.value, unit=limit.unit.value, actual=actual)

    def _check_unique(self, name: str, parts: Iterable[Model], path: str) -> None:
        keys = [getattr(part, name) for part in parts]
        for key in dict.fromkeys(key for key in keys if keys.count(key) > 1):
            self.report(Code.NOT_ALLOWED, path, what=f"LINE takes each {name} once; {key!r} is there twice.")


# --- addresses ---


def _uri(choice: Choice) -> str | None:
    """Return what a choice opens; None where it is an answer. LINE has no calendar action: the fallback is opened."""
    if choice.url_message:
        return one_line(choice.url_message.url)
    if choice.call_message:
        return f"tel:{_BETWEEN_DIGITS.sub('', choice.call_message.phone_number)}"
    if choice.location_message:
        return choice.location_message.coordinates.map_link
    if choice.calendar_message:
        return one_line(choice.calendar_message.fallback_url)
    if choice.share_location_message:
        return one_line(choice.share_location_message.fallback_url)
    return None


def _sent_url(url: str) -> str:
    """Return ``url`` as LINE takes it; source: #url-encoding."""
    return encode_url(one_line(url))


def _shortened(url: str) -> str:
    return cut(url, 40, Unit.CHARACTERS, "…")


# --- panels ---


def _apart(panels: Sequence[_Panel]) -> tuple[list[_Panel], list[_Button]]:
    """Return panels without the buttons that ask for a location, and these: LINE has them in quick replies only."""
    asking = [button for panel in panels for button in panel.buttons if button.fallback_path]
    rest = [
        replace(panel, buttons=tuple(button for button in panel.buttons if not button.fallback_path))
        for panel in panels
    ]
    return rest, asking


def _alike(panels: Sequence[_Panel]) -> list[_Panel]:
    """Return panels that all have a title, or none: LINE wants columns alike."""
    if all(panel.title for panel in panels):
        return list(panels)
    return [
        replace(panel, title="", text=panel.words, text_path=panel.title_path or panel.text_path) for panel in panels
    ]


def _difference(one: _Panel, other: _Panel) -> str:
    """Return why two panels are no columns of one carousel; empty where they may be.

    Source: #column-object-for-carousel, note.
    """
    if len(one.buttons) != len(other.buttons):
        counts = " and ".join(f"{panel.name} has {_counted(panel.buttons)}" for panel in (one, other))
        return f"{counts}, while all columns of a LINE carousel have the same number"
    if bool(one.image) != bool(other.image):
        has, lacks = (one, other) if one.image else (other, one)
        return (
            f"{has.name} has an image and {lacks.name} has none, while columns of a LINE carousel all have one or none"
        )
    return ""


def _counted(buttons: Sequence[_Button]) -> str:
    return f"{len(buttons)} choice{'' if len(buttons) == 1 else 's'}"


def _summary(panels: Iterable[_Panel]) -> str:
    return "\n".join(panel.title or panel.summary for panel in panels if panel.summary)


# --- Flex components ---


def _bubble(image: str, body: Sequence[Json], footer: Sequence[Json]) -> Json:
    return {
        "type": "bubble",
        **({"hero": _flex_image(image)} if image else {}),
        **({"body": _box(body)} if body else {}),
        **({"footer": _box(footer)} if footer else {}),
    }


def _box(contents: Sequence[Json]) -> Json:
    return {"type": "box", "layout": "vertical", "spacing": "md", "contents": list(contents)}


def _flex_text(text: str, **style: str) -> Json:
    return {"type": "text", "text": text, **style, "wrap": True}


def _flex_image(url: str) -> Json:
    return {"type": "image", "url": encode_url(url), "size": "full", "aspectRatio": "20:13", "aspectMode": "cover"}


def _flex_button(action: Json) -> Json:
    return {"type": "button", "action": action}


# --- notifications ---


def _notification_body(body: NotificationBody) -> Json:
    """Return the body in LINE's names, without what is not set."""
    emphasized = body.emphasized_item
    return {
        **({"emphasizedItem": _item(emphasized)} if emphasized else {}),
        **({"items": [_item(item) for item in body.items]} if body.items else {}),
        **(
            {"buttons": [{"buttonKey": button.button_key, "url": _sent_url(button.url)} for button in body.buttons]}
            if body.buttons
            else {}
        ),
    }


def _item(item: TemplateItem) -> Json:
    return {"itemKey": item.item_key, "content": item.content}
