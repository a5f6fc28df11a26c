"""A contact as a vCard: RFC 2426 (vCard 3.0), sections 3.1 to 3.6."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from transcode.message.place import NOTHING, Place, Words
from transcode.parts.addresses import opened

__all__ = ["Properties", "vcard", "vcard_properties"]

Properties = Sequence[tuple[str, tuple[Words, ...]]]
"""Names and values: ``TEL;TYPE=WORK`` and what stands behind it."""


def vcard_properties(contact: Place, full_name: Words) -> Properties:
    """Return a contact as the names and values of vCard properties; ``full_name`` is what it is called."""
    name, job = contact.at("name"), contact.at("organization")
    parts = [name.words(part).line for part in ("last_name", "first_name", "middle_name", "prefix", "suffix")]
    found: list[tuple[str, Iterable[Words]]] = [
        ("N", parts if any(parts) else (name.words("full_name").line,)),
        ("FN", (full_name,)),
        ("ORG", (job.words("company").line, job.words("department").line)),
        ("TITLE", (job.words("title").line,)),
    ]
    for entries, property_name, field in (
        ("phone_numbers", "TEL", "phone_number"),
        ("email_addresses", "EMAIL", "email_address"),
        ("urls", "URL", "url"),
    ):
        for one in contact.at_all(entries):
            value = opened(one.words(field)) if field == "url" else one.words(field).line
            found.append((f"{property_name}{_type(one)}", (_typed(one, value),)))
    for one in contact.at_all("addresses"):
        address = [one.words(part).line for part in ("city", "state", "zip", "country")]
        if any(address):
            found.append((f"ADR{_type(one)}", (NOTHING, NOTHING, _typed(one, NOTHING), *address)))
    found.append(("BDAY", (contact.words("birthday").line,)))
    properties = [(label, tuple(values)) for label, values in found]
    return [(label, values) for label, values in properties if any(values)]


def _type(entry: Place) -> str:
    """Return a type as a parameter; what no parameter can be is left out."""
    kind = entry.words("type")
    return f";TYPE={kind.plain}" if re.fullmatch(r"[A-Za-z0-9-]+", kind, re.ASCII) else ""


def _typed(entry: Place, value: Words) -> Words:
    """Return a value that also accounts for its type, where that is a parameter."""
    kind = entry.get("type")
    return Words(value, (*value.places, kind)) if kind and _type(entry) else value


def vcard(properties: Properties) -> Words:
    """Return a vCard. Its lines are not folded, which RFC 2425 (section 5.8.1) recommends and does not require."""
    lines = (f"{label}:{';'.join(_escaped(label, value) for value in values)}" for label, values in properties)
    places = (place for _, values in properties for value in values for place in value.places)
    return Words("\r\n".join(("BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD")), tuple(places))


def _escaped(label: str, value: str) -> str:
    """Return a value as it stands in a vCard: a text is escaped, a URL is not. Source: RFC 2426, section 4."""
    return str(value) if label.startswith("URL") else re.sub(r"[\\,;]", r"\\\g<0>", value)
