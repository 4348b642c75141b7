"""What Slack's side of the account is made of, once per process."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.services.accounts import Accounts
from converter.report.model import Language

Link = Callable[[str, str, str, Language], str]
"""Where somebody goes to connect, given their workspace, id, name and language."""


@dataclass(frozen=True)
class AccountParts:
    """``link`` is None where an account can only be connected with an API key."""

    accounts: Accounts
    link: Link | None = None
