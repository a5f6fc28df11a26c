"""A place on the map."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from transcode.message.base import Model, Number, Text, decimal, float32

__all__ = ["Coordinates", "LocationMessage"]


class Coordinates(Model):
    """Degrees, as 32-bit floats (the schema's ``format: float``)."""

    latitude: Annotated[Number, Field(ge=-90, le=90), AfterValidator(float32)]
    """-90 (south) to 90 (north)."""
    longitude: Annotated[Number, Field(ge=-180, le=180), AfterValidator(float32)]
    """-180 (west) to 180 (east)."""

    @property
    def map_link(self) -> str:
        """The place on a map, as a URL.

        Source: every documented rendering of a location as text (SMS, MMS, Viber, Instagram).
        """
        return f"https://www.google.com/maps/search/?api=1&query={decimal(self.latitude)},{decimal(self.longitude)}"


class LocationMessage(Model):
    """A place, with a title and perhaps a label."""

    title: Text
    """Stands beside the link or button that opens the map."""
    coordinates: Coordinates
    label: Text | None = None
    """The name of the place."""
