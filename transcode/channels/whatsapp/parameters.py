"""The values of template parameters: as they are sent, and what WhatsApp would refuse of them.

What a template itself says is stored at WhatsApp and not known here, so a value is looked at by its key alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from transcode.channels.whatsapp.template import NO_PARAMETER, PROVIDERS, TemplateKey
from transcode.message.place import NOTHING, Place
from transcode.parts.files import shown_name
from transcode.result import Code
from transcode.urls import encode_url, why_not
from transcode.writer.base import ChannelWriter

__all__ = ["as_sent", "check_parameters"]

_LINK: Final = ".link"
_SCHEMES: Final = ("http", "https")
_URL_TEXT: Final = re.compile(r"button\[[0-9]+\]url\[1\]text\Z")
_DEGREES: Final = {"location.latitude": 90, "location.longitude": 180}
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)
# Source: META/templates/marketing-templates/coupon-templates: "only accepting alphanumeric characters".
_COUPON: Final = re.compile(r"[A-Za-z0-9]*", re.ASCII)
# Source: the review's own words, as projects quote them: lower-case letters and underscores. That digits are refused is
# said nowhere.
_PARAMETER_NAME: Final = re.compile(r"[a-z_][a-z0-9_]*", re.ASCII)
_ANY: Final = (re.compile(r".*", re.DOTALL), "")
_SIGNS: Final = {
    "coupon_code": (_COUPON, "a coupon code of other signs than letters and digits"),
    "parameter_name": (_PARAMETER_NAME, "a parameter name of other signs than lower-case letters, digits and _"),
}


def as_sent(writer: ChannelWriter, reference: Place) -> dict[str, str]:
    """Return parameters by their keys as they are sent: URLs encoded, documents with a name and its extension.

    A document that has no name is shown as "Untitled", so it is given that of its URL.
    """
    given: Mapping[str, str] = reference.value.parameters or {}
    parameters = {key: _as_sent(key, value) for key, value in given.items()}
    for key, link in parameters.copy().items():
        if not key.endswith("document.link") or why_not(link, _SCHEMES):
            continue
        named = key.removesuffix("link") + "filename"
        own = reference.words("parameters", named).line if named in given else NOTHING
        limit, whole = writer.limit("file name"), shown_name(own, link)
        if name := shown_name(own, link, limit):
            parameters[named] = name.plain
        if own and name != whole:
            where = reference.at("parameters", named)
            writer.notes.report_length(Code.TRUNCATED, where, limit, limit.exceeded_by(whole))
    return parameters


def _as_sent(key: str, value: str) -> str:
    if key.endswith(_LINK):
        link = value.strip()
        return link if why_not(link, _SCHEMES) else encode_url(link)
    # The end of an address whose beginning the template has.
    if _URL_TEXT.search(key) and not NO_PARAMETER.search(value):
        return encode_url(value)
    return value.strip() if key.endswith(tuple(_DEGREES)) else value


def check_parameters(writer: ChannelWriter, reference: Place, parameters: Mapping[str, str], *, alone: bool) -> None:
    """Report what WhatsApp would refuse of ``parameters``; ``alone`` tells whether they are of one component."""
    keys = {key: TemplateKey.parse(key) for key in parameters}
    for name, key in keys.items():
        _check(writer, key, parameters[name], reference.at("parameters", name), alone=alone)
    _check_names(writer, reference, keys, parameters)


def _check(writer: ChannelWriter, key: TemplateKey, value: str, place: Place, *, alone: bool) -> None:
    if key.field in PROVIDERS:
        why = "WhatsApp's Cloud API has no providers any more and fetches the file from its link"
        writer.notes.report(Code.DROPPED, place, what=f"The provider {value!r}", why=why)
    if problem := _problem(key.field, value):
        _refuse(writer, place, problem)
    if key.field == "coupon_code":
        writer.check_length("A coupon code", value, writer.limit("coupon code"), place)
    if key.field != "text":
        return
    name = "header" if key.component == "header" else "template text alone" if alone else "template text"
    writer.check_length("A template's parameter", value, writer.limit(name), place)
    if not value or NO_PARAMETER.search(value):
        _refuse(writer, place, "an empty parameter, and one with a line break, a tab or more than four spaces")


def _refuse(writer: ChannelWriter, place: Place, what: str) -> None:
    writer.notes.report(Code.TEMPLATE_PARAMETER_REFUSED, place, channel=writer.title, what=what)


def _problem(field: str, value: str) -> str:
    """Return what WhatsApp would refuse of a parameter that is no text; nothing where it takes it."""
    if field.endswith(_LINK):
        why = why_not(value, _SCHEMES)
        return f"a file whose link it cannot fetch ({why})" if why else ""
    if field in _DEGREES:
        what = field.partition(".")[2]
        if not _NUMBER.fullmatch(value):
            return f"a {what} that is no number: {value[:20]!r}"
        return "" if abs(float(value)) <= _DEGREES[field] else f"a {what} of {value[:20]}"
    if field != "text" and field not in PROVIDERS and not value.strip():
        return f"an empty {field.rpartition('.')[2].replace('_', ' ')}"
    signs, what = _SIGNS.get(field, _ANY)
    return "" if signs.fullmatch(value) else f"{what}: {value[:20]!r}"


def _check_names(
    writer: ChannelWriter, reference: Place, keys: Mapping[str, TemplateKey], parameters: Mapping[str, str]
) -> None:
    """Report texts without a name where others have one, and names that are there twice in a component.

    Source: META/templates/overview, parameter formats: those of a template are named or numbered.
    """
    names = {name.removesuffix("parameter_name"): parameters[name] for name in keys if keys[name].field == _NAME}
    texts = [name for name, key in keys.items() if key.field == "text" and key.component != "button"]
    seen: set[tuple[object, str]] = set()
    for text in texts if names else ():
        name = names.get(text.removesuffix("text"))
        where = reference.at("parameters", text)
        if name is None:
            _refuse(writer, where, "a parameter without a name where others have one: give its parameter_name")
        elif (keys[text].place, name) in seen:
            writer.notes.report(Code.GIVEN_TWICE, where, channel=writer.title, name="parameter name", value=name)
        else:
            seen.add((keys[text].place, name))


_NAME: Final = "parameter_name"
