"""Files of an audit that are to be sent: of which one, to whom, in which language."""

from bot.audit_record import StoredAudit
from converter.frozen import Frozen
from converter.report.model import Language

KIND = "audit_files"


class FilesOrder(Frozen):
    audit: int
    user_id: str
    language: Language

    def encode(self) -> str:
        return f"{self.audit}|{self.language}|{self.user_id}"

    @classmethod
    def decode(cls, key: str) -> "FilesOrder":
        """Raises ValueError for anything that ``encode`` did not write."""
        audit, language, user_id = key.split("|")
        return cls.model_validate({"audit": audit, "user_id": user_id, "language": language})


def work_id_of(workspace_id: str, audit: StoredAudit, order: FilesOrder, number: int) -> str:
    """``number`` counts how often a person has them sent. With the moment of the audit: the number
    of one that was forgotten may be given again."""
    mark = f"{audit.id}:{audit.asked_at.timestamp():.3f}"
    return f"{KIND}:{workspace_id}:{mark}:{order.user_id}:{order.language}:{number}"
