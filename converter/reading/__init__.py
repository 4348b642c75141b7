"""From an entry of a bundle to a ClassicAutomation, with every assumption reported."""

from converter.reading.automation import name_of, read_automation
from converter.reading.contacts import moment_of
from converter.reading.notes import NAME_LIMIT, Notes, Unreadable

__all__ = ["NAME_LIMIT", "Notes", "Unreadable", "moment_of", "name_of", "read_automation"]
