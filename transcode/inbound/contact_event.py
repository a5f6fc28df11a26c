"""Callbacks about contacts and conversations: made, changed, merged, deleted.

Sources: Conversation API callbacks (developers.sinch.com/docs/conversation/callbacks) and the callbacks that the
vendor's SDKs name (Node 1.5, ``ConversationWebhookEvent``; Python 2.4, ``sinch_events``). Read 2026-11-26. A contact
and a conversation are kept as they come.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from transcode.inbound.callback import Event
from transcode.inbound.told import ChannelIdentity
from transcode.message.base import Model, Text

__all__ = [
    "Contact",
    "ContactChange",
    "ContactCreate",
    "ContactDelete",
    "ContactIdentitiesDuplication",
    "ContactMerge",
    "ContactMergeNotification",
    "ContactUpdate",
    "ConversationChange",
    "ConversationDelete",
    "ConversationStart",
    "ConversationStop",
    "DuplicatedIdentities",
    "DuplicatedIdentitiesNotification",
]


class Contact(Model):
    """Somebody who writes and is written to, on one channel or several."""

    id: Text | None = None
    channel_identities: tuple[ChannelIdentity, ...] | None = None
    channel_priority: tuple[Text, ...] | None = None
    display_name: Text | None = None
    email: Text | None = None
    external_id: Text | None = None
    metadata: Text | None = None
    language: Text | None = None


class ContactChange(Model):
    """A contact, as it is after the change."""

    contact: Contact | None = None


class ContactCreate(Event):
    """CONTACT_CREATE: there is a new contact."""

    payload = "contact_create_notification"

    contact_create_notification: ContactChange


class ContactDelete(Event):
    """CONTACT_DELETE: a contact is gone."""

    payload = "contact_delete_notification"

    contact_delete_notification: ContactChange


class ContactUpdate(Event):
    """CONTACT_UPDATE: a contact has changed."""

    payload = "contact_update_notification"

    contact_update_notification: ContactChange


class ContactMergeNotification(Model):
    """Two contacts that were one person."""

    preserved_contact: Contact | None = None
    deleted_contact: Contact | None = None


class ContactMerge(Event):
    """CONTACT_MERGE: two contacts are one now."""

    payload = "contact_merge_notification"

    contact_merge_notification: ContactMergeNotification


class DuplicatedIdentities(Model):
    """Contacts that have the same identity on a channel."""

    channel: Text | None = None
    contact_ids: tuple[Text, ...] | None = None


class DuplicatedIdentitiesNotification(Model):
    """All identities that more than one contact has."""

    duplicated_identities: tuple[DuplicatedIdentities, ...] | None = None


class ContactIdentitiesDuplication(Event):
    """CONTACT_IDENTITIES_DUPLICATION: several contacts have the same identity."""

    payload = "duplicated_contact_identities_notification"

    duplicated_contact_identities_notification: DuplicatedIdentitiesNotification


class ConversationChange(Model):
    """A conversation, as it is after the change."""

    conversation: Mapping[str, Any] | None = None


class ConversationStart(Event):
    """CONVERSATION_START: a conversation has begun."""

    payload = "conversation_start_notification"

    conversation_start_notification: ConversationChange


class ConversationStop(Event):
    """CONVERSATION_STOP: a conversation has ended."""

    payload = "conversation_stop_notification"

    conversation_stop_notification: ConversationChange


class ConversationDelete(Event):
    """CONVERSATION_DELETE: a conversation is gone."""

    payload = "conversation_delete_notification"

    conversation_delete_notification: ConversationChange
