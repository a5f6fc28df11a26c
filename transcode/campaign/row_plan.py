"""A plan as far as one row goes: the message rendered once, and what there is to know of a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from transcode.campaign.layout import find_layout, links_safe, unsafe
from transcode.campaign.links import Shortened, shorten_layout, shorten_links
from transcode.campaign.message import Draft, rejection
from transcode.campaign.row import Checked, Failure, Unusable, row_values
from transcode.errors import InvalidMessage
from transcode.gsm import (
    Encoding,
    Rules,
    Segmentation,
    count_segments,
    segment_by,
    septets,
)
from transcode.gsm.options import DEFAULT_RULES
from transcode.measure import utf16_units
from transcode.result import LossyTranscode

if TYPE_CHECKING:
    from transcode.result import Finding

__all__ = ["RowPlan"]

_MOST_LAYOUTS: Final = 64
"""A message with several values that may be empty has a layout for each combination; so many are kept."""
_ABOUT_LENGTH: Final = frozenset({"too_many_parts", "too_long"})
"""Codes of findings about how long a text is."""


@dataclass(frozen=True)
class RowPlan:
    """One message, whose places the rows of a campaign fill in."""

    draft: Draft = field(repr=False)
    defaults: Mapping[str, str] = field(default_factory=dict)
    link_length: int | None = None
    rules: Rules = DEFAULT_RULES
    """How texts are segmented."""
    _layouts: dict[frozenset[str], Shortened | None] = field(
        init=False, default_factory=dict, repr=False, compare=False
    )
    counters: dict[Any, Any] = field(init=False, default_factory=dict, repr=False, compare=False)
    """What counts rows of one shape, made once: see ``RowCounter.of`` and ``FrameCounter.of``."""

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__ | {"counters": {}}

    @property
    def channel(self) -> str:
        """The channel's name."""
        return self.draft.channel

    @property
    def names(self) -> tuple[str, ...]:
        """What a row must have a value for, in the order of appearance in the message."""
        return self.draft.names

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What is to be said of the message itself, with its places open, before any row comes into it."""
        values = {name: f"${{{name}}}" for name in self.names}
        try:
            found = self.draft.transcode(values).findings
        except LossyTranscode as error:
            found = error.findings
        except InvalidMessage:  # a place where not every text can stand, such as a date
            return ()
        # The places look like parameters of the SMS API, but it is not they that are sent.
        return tuple(one for one in found if one.code.value != "parameter_syntax")

    @property
    def exact_only(self) -> bool:
        """Whether every row is transcoded on its own, because what becomes of its values is not known beforehand.

        So it is with layouts or a loader of the caller's, with the policy RAISE, on other channels than SMS, and where
        a value stands in a field that changes it or checks it.
        """
        return self.layout(frozenset()) is None

    def layout(self, blank: frozenset[str]) -> Shortened | None:
        """Return where the values go when those named in ``blank`` are empty; None where that is not known."""
        if blank not in self._layouts:
            if len(self._layouts) >= _MOST_LAYOUTS:
                return None
            self._layouts[blank] = self._find_layout(blank)
        return self._layouts[blank]

    def _find_layout(self, blank: frozenset[str]) -> Shortened | None:
        if self.channel != "SMS" or self.draft.raises or (self.draft.own_layouts and not self.draft.free_text):
            return None
        found = find_layout(self.draft, blank)
        if found is None or self.link_length is None:
            return Shortened(found, found.addressed) if found else None
        return shorten_layout(found, self.link_length)

    def is_safe(self, value: str, *, linked: bool) -> bool:
        """Tell whether a layout holds for ``value``."""
        if linked and not links_safe(value):
            return False
        if self.link_length is not None and (not value or ":" in value or "/" in value):
            return False
        return not (self.guarded and unsafe(value))

    @cached_property
    def guarded(self) -> bool:
        """Whether a value that is blank, has space around it or line breaks in it may change the layout."""
        layout = self.layout(frozenset())
        # A text that is nothing but values may turn out empty, and nobody can deliver that.
        return not self.draft.free_text or layout is None or not layout.layout.constant.strip()

    # --- one row ---

    def message(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return the message of one row: what ``transcode`` would be given for this recipient, JSON-ready.

        Raises:
            Unusable: a value is missing or is not text.

        """
        return self.draft.fill(self.values(row))

    def values(self, row: Any, keys: Mapping[str, Any] | None = None) -> dict[str, str]:
        """Return the row's values as text, defaults filled in.

        Raises:
            Unusable: a value is missing or is not text.

        """
        return row_values(row, {name: name for name in self.names} if keys is None else keys, self.defaults)

    def render(self, row: Mapping[str, Any]) -> str:
        """Return the text of one row, its URLs as they stand in the message.

        Raises:
            Unusable: a value is missing or is not text.
            InvalidMessage: the message of this row is not one.
            LossyTranscode: something is lost and the Transcoder's policy is RAISE.

        """
        values = self.values(row)
        quick = self.quick(values) if self.link_length is None else None
        if quick is not None and quick.text is not None:
            return quick.text
        return self.draft.transcode(values).text or ""

    def count(self, row: Mapping[str, Any]) -> int:
        """Return how many parts one row takes (on other channels than SMS: messages).

        The same as ``transcode(plan.message(row), channel)`` says, with URLs replaced if ``link_length`` was given.

        Raises:
            Unusable: a value is missing or is not text, or the message of this row is not one.

        """
        checked = self.check(row)
        if checked.parts is not None:
            return checked.parts
        assert checked.failure is not None  # noqa: S101 - what makes no message has failed
        raise Unusable.because(checked.failure.code, "", checked.failure.message)

    def check(self, row: Any, *, keys: Mapping[str, Any] | None = None) -> Checked:
        """Return what there is to know of one row; none raises.

        Args:
            row: a mapping, or anything else that is indexed by the values of ``keys``.
            keys: where in the row each name is found; by its own name unless given.

        """
        try:
            values = self.values(row, keys)
        except Unusable as error:
            return Checked(None, None, None, error.failure)
        return self.quick(values) or self.exact(values)

    def quick(self, values: Mapping[str, str]) -> Checked | None:
        """Return what there is to know of a row from its layout, None where only the engine can tell."""
        blank = frozenset(name for name, value in values.items() if not value) if self.guarded else frozenset()
        found = self.layout(blank)
        if found is None:
            return None
        for name, value in values.items():
            if name not in blank and not self.is_safe(value, linked=name in found.linked):
                return None
        text = found.layout.text(values, self.draft.capitals)
        if not text.strip():  # which nobody can deliver
            return None
        length = septets(text)
        units = utf16_units(text) if length is None else length
        if max(units, sum(map(len, values.values()))) > self.draft.max_units:
            return None
        if self.is_standard:
            return self._bounded(count_segments(text), Encoding.UNICODE if length is None else Encoding.GSM, text)
        return self._segmented(text)

    def exact(self, values: Mapping[str, str]) -> Checked:
        """Return what the engine says of a row."""
        failure = None
        try:
            result = self.draft.transcode(values)
        except LossyTranscode as error:
            result, failure = error.result, Failure("lossy", str(error.findings[0]))
        except InvalidMessage as error:
            return Checked(None, None, None, Failure("invalid_message", str(error)))
        refused = rejection(result)
        if refused and failure is None:
            failure = Failure(refused.code.value, refused.message)
        if result.segments is None or result.text is None:
            return Checked(len(result.payloads), None, result.text, failure, result.billing)
        if self.link_length is not None:
            return self._exact_with_short_links(result.text, failure)
        if not self.is_standard:
            if failure is not None and failure.code == "too_many_parts":  # by the standard's segmentation
                failure = None
            found = self._segmented(result.text)
            return found._replace(failure=failure or found.failure)
        return Checked(result.segments.segments, result.segments.encoding, result.text, failure)

    def _exact_with_short_links(self, text: str, failure: Failure | None) -> Checked:
        assert self.link_length is not None  # noqa: S101 - the caller has looked
        text = shorten_links(text, self.link_length)
        if failure is not None and failure.code in _ABOUT_LENGTH:  # of the long text
            failure = None
        checked = self.draft.transcode_text(text)
        refused = rejection(checked)
        if failure is None and refused is not None:
            failure = Failure(refused.code.value, refused.message)
        if failure is not None and failure.code == "too_many_parts":
            failure = None
        found = self._segmented(text)
        return found._replace(failure=failure or found.failure)

    def _segmented(self, text: str) -> Checked:
        """Return what there is to know of a text that the channel takes."""
        segments = self.segment(text)
        checked = self._bounded(segments.segments, segments.encoding, text)
        obstacle = segments.obstacle
        if obstacle is not None and checked.failure is None:
            return checked._replace(failure=Failure("vendor_limit", f"{obstacle}."))
        return checked

    def segment(self, text: str) -> Segmentation:
        """Return ``text`` in parts, by the options that the plan was compiled with."""
        return segment_by(self.rules, text)

    @property
    def is_standard(self) -> bool:
        """Whether texts are segmented as the standard says, with no options."""
        return self.rules == DEFAULT_RULES

    def _bounded(self, parts: int, encoding: Encoding, text: str) -> Checked:
        failure = None
        if self.draft.max_parts is not None and parts > self.draft.max_parts:
            finding = self.draft.too_many_parts(parts)
            failure = Failure(finding.code.value, finding.message)
        return Checked(parts, encoding, text, failure)
