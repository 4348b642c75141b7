"""Lists that come in pages."""

from dataclasses import dataclass, field

from bot.mailchimp.client import Client, Json, Query
from bot.mailchimp.errors import Refused, Unreadable

PAGE = 1000
"""The most that Mailchimp gives at once."""


@dataclass(slots=True)
class Listing:
    """``total``: how many there are by Mailchimp's count, None where it gives none. ``items`` may
    be fewer: where it gave no more, or where no more were wanted."""

    items: list[Json] = field(default_factory=list)
    total: int | None = None


def listing(
    client: Client,
    path: str,
    listed: str,
    query: Query | None = None,
    *,
    most: int | None = None,
    documented: bool = True,
) -> Listing:
    """Every item of a list, or about the first ``most`` where its total is known. Raises a
    MailchimpError.

    Where paging is not ``documented`` for the place, a server may refuse the parameters (then it is
    asked once without) or pass over them (then the same page comes again, and counts once).
    """
    found = Listing()
    count = PAGE if most is None else min(PAGE, most)
    seen: set[str] = set()
    before: list[Json] | None = None
    while True:
        try:
            answer = client.get(path, {**(query or {}), "count": count, "offset": len(found.items)})
        except Refused as error:
            if documented or error.status != 400 or found.items:
                raise
            answer = client.get(path)
        page = answer.get(listed)
        if not isinstance(page, list):
            raise Unreadable("list_missing", place=f"GET /{path}", listed=listed)
        total = answer.get("total_items")
        found.total = total if isinstance(total, int) and not isinstance(total, bool) else None
        new = [] if page == before else [item for item in page if _is_new(item, seen)]
        found.items += new
        before = page
        if not new or _enough(found, most):
            return found


def _enough(found: Listing, most: int | None) -> bool:
    if found.total is None:
        return False
    return len(found.items) >= (found.total if most is None else min(most, found.total))


def _is_new(item: Json, seen: set[str]) -> bool:
    """By its id: what moves to another page in the meantime would come twice."""
    name = item.get("id") if isinstance(item, dict) else None
    if not isinstance(name, str):
        return True
    if name in seen:
        return False
    seen.add(name)
    return True
