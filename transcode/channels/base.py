"""What the author of a channel needs, in one place: the contract, and the parts that rich channels are made of."""

from transcode.measure import Limit, Unit
from transcode.message.place import NOTHING, Place, Words
from transcode.parts.buttons import Button, Deed, Taps
from transcode.parts.files import File, FileKind
from transcode.parts.forms import Filled, Form
from transcode.parts.obstacle import Obstacle
from transcode.parts.panels import Panel
from transcode.parts.writer import PartsWriter
from transcode.result import Code, Outcome
from transcode.writer.base import ChannelWriter
from transcode.writer.payloads import compact_json
from transcode.writer.properties import Property, flag, property_path
from transcode.writer.request import Profile, Rendering, Request, Support

__all__ = [
    "NOTHING",
    "Button",
    "ChannelWriter",
    "Code",
    "Deed",
    "File",
    "FileKind",
    "Filled",
    "Form",
    "Limit",
    "Obstacle",
    "Outcome",
    "Panel",
    "PartsWriter",
    "Place",
    "Profile",
    "Property",
    "Rendering",
    "Request",
    "Support",
    "Taps",
    "Unit",
    "Words",
    "compact_json",
    "flag",
    "property_path",
]
