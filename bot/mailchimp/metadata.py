"""What Mailchimp tells about an OAuth token: where its account lives."""

import json

from bot.lazily import httpx
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.errors import KeyRefused, Unavailable, Unreadable

LOGIN_URL = "https://login.mailchimp.com/"
PLACE = "GET /oauth2/metadata"


def token_credentials(token: str, login_url: str) -> Credentials:
    """Asks ``oauth2/metadata`` once. Raises KeyRefused for a token that is not valid (any more),
    Unavailable and Unreadable."""
    try:
        response = httpx.get(
            f"{login_url.rstrip('/')}/oauth2/metadata",
            headers={"Authorization": f"OAuth {token}", "Accept": "application/json"},
            timeout=httpx.Timeout(30.0, connect=10.0),
            follow_redirects=False,
        )
    except httpx.HTTPError as error:
        host = httpx.URL(login_url).host
        raise Unavailable("no_answer", place=PLACE, where=host, what=type(error).__name__) from None
    if response.status_code in (401, 403):
        raise KeyRefused("token_revoked", response.status_code)
    if response.status_code == 429 or response.is_server_error:
        status = response.status_code
        raise Unavailable("fault", status, place=PLACE, status=str(status))
    try:
        found = json.loads(response.content)
    except (ValueError, RecursionError):
        raise Unreadable("not_json", place=PLACE) from None
    if not isinstance(found, dict) or not isinstance(found.get("dc"), str):
        # An unknown token is answered with 200 and an object that names the error.
        if isinstance(found, dict) and found.get("error"):
            raise KeyRefused("token_revoked", response.status_code)
        raise Unreadable("not_object", place=PLACE)
    return Credentials.from_token(token, found["dc"])
