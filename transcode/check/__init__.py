"""A linter for folders of messages and omni templates: what each would lose, and where in the file that stands."""

from transcode.check.files import Checked, Limits, check_text, messages_in
from transcode.check.positions import Position, Positions
from transcode.check.problem import Problem, Report

__all__ = ["Checked", "Limits", "Position", "Positions", "Problem", "Report", "check_text", "messages_in"]
