"""The tables. Every row belongs to one workspace."""

from bot.store.models.account import AutomationRow, BundleRow, SecretRow
from bot.store.models.answers import AnswerRow
from bot.store.models.audit import AuditBriefRow, AuditRow
from bot.store.models.base import EVERY_WORKSPACE, Base, Moment, OfWorkspace, WorkspaceRow
from bot.store.models.connection import AccountPieceRow, AccountReadRow
from bot.store.models.cutover import CutoverCardRow, CutoverRow, CutoverStepRow
from bot.store.models.delivery import InboxRow, OutboxRow, ReceivedEventRow
from bot.store.models.desk import (
    CaseMessageRow,
    CasePacketRow,
    CaseRow,
    CaseStepRow,
    DeskSettingsRow,
)
from bot.store.models.talk import ConversationRow, FeedbackRow, TurnRow, UnansweredRow

__all__ = [
    "EVERY_WORKSPACE",
    "AccountPieceRow",
    "AccountReadRow",
    "AnswerRow",
    "AuditBriefRow",
    "AuditRow",
    "AutomationRow",
    "Base",
    "BundleRow",
    "CaseMessageRow",
    "CasePacketRow",
    "CaseRow",
    "CaseStepRow",
    "ConversationRow",
    "CutoverCardRow",
    "CutoverRow",
    "CutoverStepRow",
    "DeskSettingsRow",
    "FeedbackRow",
    "InboxRow",
    "Moment",
    "OfWorkspace",
    "OutboxRow",
    "ReceivedEventRow",
    "SecretRow",
    "TurnRow",
    "UnansweredRow",
    "WorkspaceRow",
]
