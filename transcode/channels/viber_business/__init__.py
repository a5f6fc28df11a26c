"""Viber Business."""

from transcode.channels.viber_business.writer import ViberBusiness

__all__ = ["ViberBusiness"]
