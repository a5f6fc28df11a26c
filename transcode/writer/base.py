"""The contract of a channel's writer. A channel states only what differs from plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final

from transcode.errors import InvalidMessage, InvalidOption
from transcode.keywords import carrier_keyword, opts_out_by_mistake
from transcode.measure import Limit, Unit, cut, is_visible, split
from transcode.media_info import MediaInfo
from transcode.message import KINDS
from transcode.message.base import extend_path
from transcode.message.place import Place, Words
from transcode.notes import Notes
from transcode.numbers import bare_number, read_number
from transcode.picture import Picture, default_picture
from transcode.plaintext import View, view
from transcode.result import FROM, TO, Code, Outcome, ReplyOption, Transcoded
from transcode.styled import Format
from transcode.writer.identifiers import Tapped
from transcode.writer.payloads import compact_json, parse_override, placeholders
from transcode.writer.properties import Property, read_properties
from transcode.writer.replies import OFFERING, Offer, offered, replies
from transcode.writer.request import Profile, Rendering, Request, Support

__all__ = ["ChannelWriter"]


class ChannelWriter:
    """Writes one message for one channel.

    A channel is a subclass in a module of its own: it states its ``channel`` name, its ``limits``, its ``properties``
    and what it ``supports``, says in ``text_payloads`` how a text is sent, and overrides the method of each type of
    content that it has a form for. What it does not override goes as plain text. An instance serves one message.

    Content comes as a ``Place``: ``message.words("url")`` is a text of it, ``message.value`` the typed model. What a
    payload has of the message must be ``Words`` (or be named by ``notes.tell``): what does not arrive in a payload, in
    the text, among the replies or in a finding is reported as lost.
    """

    channel: ClassVar[str]
    """The name in the service's ConversationChannel."""
    title: ClassVar[str]
    """The name for people."""
    supports: ClassVar[Mapping[str, Support]] = {}
    """By layout name (``text``, ``choice`` ...); what is not named goes as text."""
    limits: ClassVar[tuple[Limit, ...]] = ()
    fixed_limits: ClassVar[frozenset[str]] = frozenset()
    """The names of those that the Transcoder's ``limits`` may not change."""
    properties: ClassVar[tuple[Property, ...]] = ()
    formats: ClassVar[frozenset[Format]] = frozenset()
    """How its texts can be formatted (``markup="markdown"``). By default they are plain; a channel that states some is
    given texts that ``transcode.styled.runs`` takes apart, and its ``text_payloads`` sends them."""

    acts_on_keywords: ClassVar[bool] = False
    """Whether networks or providers act by themselves on words such as STOP that a recipient types."""

    _limits: ClassVar[Mapping[str, Limit]] = {}
    _properties: ClassVar[Mapping[str, Property]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        # What is stated in another way than it must be is refused by ``check``.
        cls._limits = _by_name(cls.limits, Limit)
        cls._properties = _by_name(cls.properties, Property)

    @classmethod
    def check(cls) -> None:
        """Look the class over, when it is loaded.

        Raises:
            InvalidOption: naming the class and what is missing or given twice.

        """
        for name in ("channel", "title"):
            if not isinstance(stated := getattr(cls, name, None), str) or not stated.strip():
                raise InvalidOption(f"{cls.__name__}.{name}: must be a string that names it")
        if not callable(cls.text_payloads) or cls.text_payloads is ChannelWriter.text_payloads:
            raise InvalidOption(f"{cls.__name__}.text_payloads: must say how {cls.title} sends a text")
        for field, kind in (("limits", Limit), ("properties", Property), ("fixed_limits", str), ("formats", Format)):
            stated = getattr(cls, field)
            if not isinstance(stated, (tuple, list, frozenset)) or not all(isinstance(one, kind) for one in stated):
                raise InvalidOption(f"{cls.__name__}.{field}: must be a collection of {kind.__name__}")
        for limit in cls.limits:
            if not (isinstance(limit.value, int) and limit.value > 0 and isinstance(limit.unit, Unit)):
                raise InvalidOption(f"{cls.__name__}.limits: {limit.name!r} must be a whole number above 0, in a Unit")
        cls._check_names("limits", [limit.name for limit in cls.limits])
        cls._check_names("properties", [one.name for one in cls.properties])
        for name in sorted(set(cls.fixed_limits) - cls._limits.keys()):
            raise InvalidOption(f"{cls.__name__}.fixed_limits: there is no limit {name!r}")
        if not isinstance(cls.supports, Mapping):
            raise InvalidOption(f"{cls.__name__}.supports: must say of types of content what the channel has for them")
        for name, support in cls.supports.items():
            if not isinstance(support, Support):
                raise InvalidOption(f"{cls.__name__}.supports: {support!r} for {name!r} is none of Support")
            if name not in KINDS.values():
                raise InvalidOption(f"{cls.__name__}.supports: there is no type of content {name!r}")

    @classmethod
    def _check_names(cls, field: str, names: list[str]) -> None:
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise InvalidOption(f"{cls.__name__}.{field}: {twice!r} is there twice")

    def __init__(self, request: Request) -> None:
        self.request = request
        self.rich = request.profile is Profile.RICH
        self.notes = Notes()
        self.tapped = Tapped()
        self.where: Place | str = ""
        """What is written: findings about the message as a whole stand there."""
        self.content: Place | None = None
        """The same where it is generic content, which may offer replies."""
        self._offers: tuple[Place, Sequence[Offer]] | None = None
        self.settings = read_properties(
            request.properties, self._properties, self.channel, self.title, self.notes, strict=request.strict
        )
        to = sender = None
        if request.to is not None:
            to = self._address(self.recipient, request.to, TO, "to", Code.RECIPIENT_REFUSED)
        if request.sender is not None:
            sender = self._address(self.sender, request.sender, FROM, "sender", Code.SENDER_REFUSED)
        self.to = TO if to is None else to
        self.from_ = sender

    @property
    def sent_from(self) -> str:
        """The sender as a payload has it; until it is given, the placeholder ``{{from}}``."""
        return FROM if self.from_ is None else self.from_

    # --- what a channel states ---

    def text_payloads(self, text: str) -> tuple[Mapping[str, Any], ...]:
        """Return the requests that send ``text``."""
        raise NotImplementedError

    def recipient(self, to: str) -> str:
        """Return the recipient as the channel's API takes it; ValueError says what it must be."""
        return to

    def phone_number(self, number: str, where: str = "to") -> str:
        """Return a number in international form; what stood between its digits is left out and reported.

        Raises:
            ValueError: it is none; the sentence says how to write it.

        """
        read = read_number(number, self.request.region)
        if read.startswith("+") and not number.strip().startswith("+"):
            self.report_completed(where, read, number)
        elif read != number:
            self.notes.report(Code.NUMBER_CLEANED, where, value=read)
        return read

    def report_completed(self, where: Place | str, read: str, number: str) -> None:
        """Report that ``number`` goes out as ``read``, with what it leaves out."""
        why = "it has its country code without the plus"
        if bare_number(number) != read.removeprefix("+"):
            why = f"it is read as it is dialled in {self.request.region}"
        self.notes.report(Code.NUMBER_COMPLETED, where, value=read, why=why)

    def sender(self, sender: str) -> str:
        """Return the sender as the channel's API takes it; ValueError says what it must be."""
        return sender

    # --- one method a type of content ---

    def text(self, message: Place) -> Rendering:
        """Write a text."""
        return self.send_text(message.words("text"), Outcome.NATIVE)

    def media(self, message: Place) -> Rendering:
        """Write a file."""
        return self.as_plaintext(message)

    def choice(self, message: Place) -> Rendering:
        """Write a question and its choices."""
        return self.as_plaintext(message)

    def card(self, message: Place) -> Rendering:
        """Write a card."""
        return self.as_plaintext(message)

    def carousel(self, message: Place) -> Rendering:
        """Write cards side by side."""
        return self.as_plaintext(message)

    def location(self, message: Place) -> Rendering:
        """Write a place."""
        return self.as_plaintext(message)

    def contact_info(self, message: Place) -> Rendering:
        """Write a contact."""
        return self.as_plaintext(message)

    def list_(self, message: Place) -> Rendering:
        """Write a list."""
        return self.as_plaintext(message)

    # --- what a channel may do otherwise ---

    def channel_template(self, reference: Place) -> Rendering | None:
        """Write a template that is stored at the channel; None where the channel has none."""
        return None

    def channel_specific(self, message: Place) -> Rendering | None:
        """Write a channel-specific message; None where the channel has none of this kind."""
        return None

    def override(self, payload: Place) -> Rendering:
        """Return the caller's own payload, with ``{{to}}`` and ``{{from}}`` filled in where they are known."""
        data = parse_override(payload.value, payload.path, self.title)
        payloads = data if isinstance(data, list) else [data]
        if not payloads or not all(isinstance(item, dict) for item in payloads):
            raise InvalidMessage.at(
                payload.path, "object_type", f"must be the JSON object that {self.title} takes", payload.value
            )
        return Rendering(Outcome.OVERRIDE, tuple(placeholders(item, self.to, self.from_) for item in payloads))

    @classmethod
    def picture(cls, result: Transcoded) -> Picture:
        """Describe what the recipient of ``result`` sees, from its payloads; by default its text and replies."""
        return default_picture(result)

    @classmethod
    def transcoded_message(cls, result: Transcoded) -> str:
        """Return the result as the one string that the service's ``messages:transcode`` answers with."""
        if not result.payloads:
            return ""
        return compact_json(result.payloads[0] if len(result.payloads) == 1 else list(result.payloads))

    # --- what the engine calls ---

    def write(self, content: Place) -> Rendering:
        """Write ``content`` by the method of its type."""
        self.where = self.content = content
        kind = KINDS[type(content.value)]
        method: Callable[[Place], Rendering] = getattr(self, "list_" if kind == "list" else kind)
        rendering = method(content)
        if self.acts_on_keywords:
            self._report_keywords(content)
        return rendering

    def replies(self, text: str | None) -> tuple[ReplyOption, ...]:
        """Return the answers that the written content offers; ``text`` is what the recipient reads."""
        offers = self.offers(self.content) if self.content is not None else ()
        return tuple(replies(offers, text, self.tapped, self.request.uppercase)) if offers else ()

    # --- what writers use ---

    def offers(self, content: Place) -> Sequence[Offer]:
        """Return every answer that ``content`` offers; it is read once."""
        if type(content.value) not in OFFERING:
            return ()
        if self._offers is None or self._offers[0] is not content:
            self._offers = content, tuple(offered(content))
        return self._offers[1]

    def as_plaintext(
        self, message: Place, *, why: str | None = None, outcome: Outcome = Outcome.PLAINTEXT
    ) -> Rendering:
        """Write ``message`` as text by its layout.

        Args:
            message: the content.
            why: the condition that kept it from a native form; the default is that the channel has none.
            outcome: NATIVE where text is the channel's own form for it.

        """
        if outcome is Outcome.PLAINTEXT:
            kind = KINDS[type(message.value)].replace("_", " ")
            why = why or f"{self.title} has no form of its own for a {kind} message"
            self.notes.report(Code.WHOLE_AS_TEXT, message, why=why)
        self.report_as_text(offer.place for offer in self.offers(message))
        return self.send_laid_out(message, view(message, self.request.uppercase), outcome)

    def send_laid_out(self, message: Place, shown: View, outcome: Outcome) -> Rendering:
        """Return the rendering of ``message`` as text, by its layout."""
        return self.send_text(self.render(message, shown), outcome)

    def render(self, message: Place, shown: View) -> Words:
        """Return ``message`` laid out as this channel's plain text."""
        return self.request.plaintext.render(self.channel, KINDS[type(message.value)], shown)

    def send_text(self, text: Words, outcome: Outcome) -> Rendering:
        """Return the rendering of one text; an empty one is reported."""
        if not self.shows(text):
            self.notes.report(Code.EMPTY, self.where, channel=self.title)
        return Rendering(outcome, self.text_payloads(text), text)

    def report_as_text(self, choices: Iterable[Place]) -> None:
        """Report what choices would have done that a line of text does not do."""
        for choice in choices:
            for action in choice:
                if action.key in NOT_AS_TEXT:
                    self.report_replaced(action, "as text it has no more than its fallback URL")

    def report_replaced(self, action: Place, why: str) -> None:
        """Report that the fallback URL stands in for what a calendar or location choice does."""
        self.notes.report(NOT_AS_TEXT[str(action.key)], action, why=why)
        self.notes.named.extend(field for field in action if str(field.key).startswith("event_"))

    def limit(self, name: str) -> Limit:
        """Return a limit by its name, with the Transcoder's own figure where it has one."""
        try:
            limit = self._limits[name]
        except KeyError:
            raise InvalidOption(f"{type(self).__name__}.limits: there is no limit {name!r}") from None
        if not (own := self.request.limits) or (value := own.get(name)) is None:
            return limit
        return Limit(name, value, limit.unit, "Transcoder(limits=...)", limit.retrieved)

    def fit(self, text: Words, limit: Limit, ellipsis: str = "…") -> Words:
        """Return ``text`` cut to ``limit`` between grapheme clusters; a cut is reported where the text comes from."""
        actual = limit.exceeded_by(text)
        if actual is None:
            return text
        where = text.place or self.where
        self.notes.report(Code.TRUNCATED, where, limit=limit.value, unit=limit.unit.value, actual=actual)
        return text.like(cut(text, limit.value, limit.unit, ellipsis))

    def pieces(self, text: Words, limit: Limit, where: Place | str | None = None) -> list[Words]:
        """Return ``text`` in pieces of at most ``limit``, those that show nothing left out; a split is reported."""
        if limit.exceeded_by(text) is None:
            return [text]
        pieces = [text.like(piece) for piece in split(text, limit.value, limit.unit) if self.shows(piece)] or [text]
        if len(pieces) > 1:
            where = self.where if where is None else where
            self.notes.report(Code.SPLIT, where, limit=limit.value, unit=limit.unit.value, actual=len(pieces))
        return pieces

    def shows(self, text: str) -> bool:
        """Tell whether a recipient would see anything of ``text``."""
        return bool(text.strip())

    def check_length(self, what: str, text: str, limit: Limit, where: Place | str) -> None:
        """Report ``text`` where the channel would refuse it for its length and it must not be cut."""
        if (actual := limit.exceeded_by(text)) is not None:
            self.notes.report(Code.TOO_LONG, where, what=what, limit=limit.value, unit=limit.unit.value, actual=actual)

    def check_given(self, part: Place, what: str, *names: str) -> None:
        """Report the texts of ``part``, which people call ``what``, that the channel requires and that are blank."""
        for name in names:
            if not is_visible(part.words(name)):
                self.notes.report(Code.FIELD_REQUIRED, part.at(name), channel=self.title, what=what, needed=name)

    def template_id(self, reference: Place) -> str:
        """Return what a template that is stored at the channel is called there.

        Raises:
            InvalidMessage: it is blank.

        """
        name: str = reference.value.template_id
        if not is_visible(name):
            where = extend_path(reference.path, "template_id")
            raise InvalidMessage.at(where, "missing", f"must be the template's name, as it is stored at {self.title}")
        return name

    def links_to(self, url: str) -> bool:
        """Tell whether words of a text can open ``url``; asked of a channel that has links among its ``formats``."""
        return bool(url)

    def media_info(self, url: str) -> MediaInfo:
        """Return what the caller knows of the file at ``url``, by the message's own spelling of it.

        Raises:
            InvalidMessage: a figure cannot be one.

        """
        info = self.request.media_info.get(url)
        return _NOT_KNOWN if info is None else MediaInfo.parse(info, extend_path("media_info", url))

    def _report_keywords(self, content: Place) -> None:
        """Report answers that somebody on the way takes for STOP, START or HELP."""
        for offer in self.offers(content):
            keyword = carrier_keyword(offer.label) if offer.kind in ("text", "item") else None
            if keyword is not None and keyword.automatic:
                self.notes.report(
                    Code.CHOICE_OPTS_OUT if opts_out_by_mistake(keyword) else Code.CHOICE_IS_KEYWORD,
                    offer.place,
                    label=offer.line.strip(),
                    word=keyword.word,
                    meaning=keyword.meaning.in_words,
                )

    def _address(
        self, parse: Callable[[str], str], given: str, placeholder: str, path: str, refused: Code
    ) -> str | None:
        """Return a recipient or sender; one that the channel would refuse is reported and goes out as it was given."""
        if given == placeholder:
            return None
        try:
            return parse(given)
        except ValueError as error:
            self.notes.report(refused, path, channel=self.title, value=given[:40], must=str(error))
            return given


NOT_AS_TEXT: Final[Mapping[str, Code]] = {
    "calendar_message": Code.EVENT_NOT_ADDED,
    "share_location_message": Code.LOCATION_NOT_ASKED,
}
"""What a choice does that no URL does, and the finding that says so."""
_NOT_KNOWN: Final = MediaInfo()


def _by_name(stated: Any, kind: type[Any]) -> dict[str, Any]:
    """Return what is stated by its names; nothing of what is no ``kind``."""
    return {one.name: one for one in stated if isinstance(one, kind)} if isinstance(stated, (tuple, list)) else {}
