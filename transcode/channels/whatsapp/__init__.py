"""WhatsApp."""

from transcode.channels.whatsapp.writer import WhatsApp

__all__ = ["WhatsApp"]
