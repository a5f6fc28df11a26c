"""Viber bots."""

from transcode.channels.viber.writer import Viber

__all__ = ["Viber"]
