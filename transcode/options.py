"""What a Transcoder may be given: its options by name, and the checks of options and arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict

from transcode.channels import implemented, is_channel, writer_for
from transcode.errors import InvalidMessage, InvalidOption, did_you_mean, shorten
from transcode.gsm.errors import SegmentationError, is_whole
from transcode.gsm.vendors import find_vendor
from transcode.measure import is_unicode
from transcode.message.channel import is_spelt
from transcode.message.omni_template import OmniTemplate
from transcode.plaintext import Uppercase
from transcode.result import Policy
from transcode.writer.request import Markup, Profile

if TYPE_CHECKING:
    from os import PathLike

    from jinja2 import BaseLoader

__all__ = [
    "Options",
    "channel_names",
    "check_addresses",
    "definitions",
    "mapping",
    "of_channel",
    "one_of",
    "own_limits",
    "text_or_none",
    "vendor_name",
]


class Options(TypedDict, total=False):
    """The options of a ``Transcoder``, as ``transcode`` takes them; none is required. ``help(Transcoder)`` says more.

    policy: ``"collect"`` (default) returns losses as findings, ``"raise"`` raises ``LossyTranscode``.
    templates: plaintext layouts of the caller's: a directory or a Jinja loader.
    omni_templates: definitions of the templates that messages refer to.
    limits: other figures for a channel's limits: ``{"SMS": {"body": 1600}}``.
    uppercase: how text choices are capitalised: ``"documented"`` (default), ``"gsm-safe"`` or ``"keep"``.
    profile: ``"documented"`` (default), as the service's documentation shows, or ``"rich"``, the channel's best.
    markup: marks in texts are ``"passed"`` on (default), shown ``"literal"``, or read as ``"markdown"``.
    strict: True refuses unknown fields and channel properties; False (default) reports them.
    vendor: whose short messages they are, such as ``"telnyx"``; ``"generic"`` (default) is the standard.
    region: where numbers without a plus are dialled, such as ``"SE"``; ``""`` (default) takes them to have their
        country code.
    """

    policy: Policy | Literal["collect", "raise"]
    templates: str | PathLike[str] | BaseLoader | None
    omni_templates: Iterable[OmniTemplate | Mapping[str, Any]]
    limits: Mapping[str, Mapping[str, int]]
    uppercase: Uppercase | Literal["documented", "gsm-safe", "keep"]
    profile: Profile | Literal["documented", "rich"]
    markup: Markup | Literal["passed", "literal", "markdown"]
    strict: bool
    vendor: str
    region: str


# --- options ---


def vendor_name(name: object) -> str:
    """Return the name of the vendor whose short messages they are."""
    try:
        return find_vendor(name).name
    except SegmentationError as error:
        raise InvalidOption(str(error)) from None


def one_of(name: str, kind: type[Any], value: object) -> Any:
    """Return ``value`` as a member of ``kind``."""
    try:
        return kind(value)
    except ValueError:
        allowed = ", ".join(repr(member.value) for member in kind)
        raise InvalidOption(f"{name}: {shorten(value)} is not one of {allowed}") from None


def definitions(given: object) -> tuple[Any, ...]:
    """Return definitions of templates, which may come as any iterable."""
    if isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        return tuple(given)
    raise InvalidOption("omni_templates: must be a list of template definitions")


_HIGHEST: Final = 2**63
"""Below this is every figure that a finding may have to write down."""


def own_limits(given: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """Check and copy the limits that the caller sets."""
    settled: dict[str, dict[str, int]] = {}
    if not isinstance(given, Mapping) or not all(isinstance(figures, Mapping) for figures in given.values()):
        raise InvalidOption('limits: must be figures by channel and name, such as {"SMS": {"body": 1600}}')
    for channel, figures in given.items():
        writer = writer_for(channel)
        names = {limit.name for limit in writer.limits} - writer.fixed_limits
        for name, figure in figures.items():
            if name not in names:
                there = f"{shorten(name)} to change; it has {sorted(names)}"
                raise InvalidOption(f"limits: {writer.channel} has no limit {there}")
            if not is_whole(figure) or not 1 <= figure < _HIGHEST:
                found = shorten(figure)
                raise InvalidOption(f"limits: {writer.channel} {name!r} must be a whole number, 1 or more: {found}")
        settled[writer.channel] = {**settled.get(writer.channel, {}), **figures}
    return settled


# --- arguments ---


def channel_names(given: object) -> Iterable[str]:
    """Return names of channels; one name is no list of them."""
    if isinstance(given, str) or not isinstance(given, Iterable):
        raise InvalidOption(f"channels: must be a list of names of channels, not {shorten(given)}")
    return given


def check_addresses(argument: str, given: object, asked: Iterable[str]) -> None:
    """Raise InvalidOption where addresses by channel, the argument of that name, have one of what is no channel."""
    if not isinstance(given, Mapping):
        return
    for name in map(str, given):
        if not (any(is_spelt(name, one) for one in asked) or is_channel(name)):
            meant = did_you_mean(name, implemented())
            raise InvalidOption(f"{argument}: {shorten(name)} is not a channel{meant}")


def of_channel(given: str | Mapping[str, str] | None, channel: str) -> str | None:
    """Return an address for all channels, or that of ``channel``."""
    if not isinstance(given, Mapping):
        return given
    return next((value for name, value in given.items() if is_spelt(str(name), channel)), None)


def text_or_none(name: str, value: object) -> str | None:
    """Return the argument ``name``, which is a text of valid Unicode or not given."""
    if value is None:
        return None
    if isinstance(value, str):
        if is_unicode(value):
            return value
        raise InvalidMessage.at(name, "string_unicode", "must be valid Unicode: it has half of a surrogate pair", value)
    raise InvalidMessage.at(name, "string_type", f"must be a string, not {shorten(value)}", value)


def mapping(name: str, value: object) -> Mapping[str, Any]:
    """Return the argument ``name``, which is an object; an empty one where it is not given."""
    if value is None:
        return {}
    if type(value) is dict or isinstance(value, Mapping):
        return value
    raise InvalidMessage.at(name, "dict_type", "must be an object", value)
