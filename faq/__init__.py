"""What is known: entries in French and English with sources and dates. Pure."""

from faq.checking import Finding, Severity, check
from faq.entry import (
    LANGUAGES,
    Action,
    Entry,
    Evidence,
    Kind,
    Language,
    Source,
    SourceEvidence,
    Text,
)
from faq.knowledge import Knowledge, Survey, load, survey
from faq.library import Library
from faq.problems import FaqError, Problem

__all__ = [
    "LANGUAGES",
    "Action",
    "Entry",
    "Evidence",
    "FaqError",
    "Finding",
    "Kind",
    "Knowledge",
    "Language",
    "Library",
    "Problem",
    "Severity",
    "Source",
    "SourceEvidence",
    "Survey",
    "Text",
    "check",
    "load",
    "survey",
]
