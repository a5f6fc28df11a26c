"""Facebook Messenger, and what Instagram has of it."""

from transcode.channels.messenger.writer import Messenger

__all__ = ["Messenger"]
