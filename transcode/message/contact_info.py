"""A contact: a person's or a company's card."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from transcode.message.base import HINT, Date, Model, Text

__all__ = ["Address", "ContactInfoMessage", "EmailAddress", "Name", "Organization", "PhoneNumber", "Url"]


class Name(Model):
    """A name, whole and in its pieces."""

    full_name: Text
    first_name: Text | None = None
    last_name: Text | None = None
    middle_name: Text | None = None
    prefix: Text | None = None
    """Mr, Mrs, Dr ..."""
    suffix: Text | None = None


class PhoneNumber(Model):
    """A phone number."""

    phone_number: Text
    """With its country code."""
    type: Text | None = None
    """WORK, HOME ..."""


class Address(Model):
    """A postal address (the schema has no field for the street)."""

    city: Text | None = None
    country: Text | None = None
    state: Text | None = None
    zip: Text | None = None
    type: Text | None = None
    """WORK, HOME ..."""
    country_code: Annotated[Text | None, HINT] = None
    """Two letters; for programs, where the country has a name."""


class EmailAddress(Model):
    """An e-mail address."""

    email_address: Text
    type: Text | None = None
    """WORK, HOME ..."""


class Organization(Model):
    """Where the contact works."""

    company: Text | None = None
    department: Text | None = None
    title: Text | None = None
    """The contact's position there."""


class Url(Model):
    """A web page of the contact."""

    url: Text
    type: Text | None = None
    """HOME, ORG, SOCIAL ..."""


class ContactInfoMessage(Model):
    """Name, numbers and addresses of a contact."""

    name: Name
    phone_numbers: Annotated[tuple[PhoneNumber, ...], Field(min_length=1)]
    addresses: tuple[Address, ...] | None = None
    email_addresses: tuple[EmailAddress, ...] | None = None
    organization: Organization | None = None
    urls: tuple[Url, ...] | None = None
    birthday: Date | None = None
