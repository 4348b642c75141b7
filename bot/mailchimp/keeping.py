"""What is kept of Mailchimp's answers: all that a conversion reads, and nobody's address."""

from collections.abc import Mapping
from typing import Any

from bot.mailchimp.client import Json
from bot.mailchimp.paging import Listing

LEFT_OUT = ("_links", "report_summary")
"""Links to other calls, and reports: the conversion uses neither."""
OF_THE_ACCOUNT = ("account_id", "account_name", "account_timezone", "pricing_plan_type")
OF_A_CONTACT = {"queue": ("next_send",), "subscribers": ()}
"""What is kept of each contact, by the list's name, where contacts themselves are not wanted."""


def trimmed(value: dict[str, Json]) -> dict[str, Json]:
    """An automation, an e-mail or a campaign without what is left out; unknown keys stay."""
    return {key: inner for key, inner in value.items() if key not in LEFT_OUT}


def contacts(found: Listing, listed: str, with_contacts: bool) -> dict[str, Json]:
    """A queue or a list of removed contacts, in the shape of the API. Without ``with_contacts`` a
    queue keeps when its e-mails go, and nothing of whom they go to."""
    kept: dict[str, Json] = {"total_items": found.total}
    if found.total is None:
        kept["total_items"] = len(found.items)
    if with_contacts:
        kept[listed] = [trimmed(item) if isinstance(item, dict) else item for item in found.items]
    elif OF_A_CONTACT[listed]:
        items = [_only(item, OF_A_CONTACT[listed]) for item in found.items]
        kept[listed] = [item for item in items if item]
    return kept


def _only(item: object, fields: tuple[str, ...]) -> dict[str, Json]:
    if not isinstance(item, Mapping):
        return {}
    return {field: item[field] for field in fields if field in item}


def account_kept(value: Mapping[str, Any]) -> dict[str, Json]:
    return _only(value, OF_THE_ACCOUNT)
