"""Telegram."""

from transcode.channels.telegram.writer import Telegram

__all__ = ["Telegram"]
