"""Where the channels lead, and with which secrets."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, model_validator

from bot.desk.values import problem
from bot.lazily import httpx
from converter.frozen import Frozen

SECRET = 16
"""Characters that a signing secret has at least."""

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)


def _mail(value: object) -> object:
    text = str(value)
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise problem("mail", value=text)
    return text


def _port(value: object) -> object:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 65536:
        raise problem("port", value=str(value))
    return value


def _url(value: object) -> object:
    text = str(value).strip()
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL:
        url = httpx.URL("")
    if url.userinfo:
        raise problem("url_login")
    known = url.scheme in ("http", "https") and re.fullmatch(r"[!-~]+", text)
    if not known or not url.host or (url.port is not None and not 0 < url.port < 65536):
        raise problem("url", value=text)
    return text


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value()) < SECRET:
        raise problem("secret", least=str(SECRET))
    return value


MailAddress = Annotated[str, BeforeValidator(_mail)]
Secret = Annotated[SecretStr, AfterValidator(_long_enough)]


class Mailbox(Frozen):
    """``to``: where the people are who answer. ``sender``: whom it is from. ``security``: STARTTLS
    (usually port 587) or TLS from the first byte (465); there is no third way. Without ``user``
    nobody logs in.

    ``replies``: a mailbox that takes ``name+anything@host`` and passes it on to ``POST
    /desk/email``; the sender unless it is given. ``inbound_secret`` signs what is posted there, and
    makes the addresses for answers; without it e-mails can only be read.
    """

    to: MailAddress
    sender: MailAddress
    replies: MailAddress | None = None
    host: str = Field(min_length=1)
    port: Annotated[int, BeforeValidator(_port)] = 587
    security: Literal["starttls", "tls"] = "starttls"
    user: str | None = None
    password: SecretStr | None = None
    inbound_secret: Secret | None = None

    @model_validator(mode="after")
    def _both(self) -> Self:
        if (self.user is None) != (self.password is None):
            raise problem("login_half")
        if not f"{self.user}{self.password and self.password.get_secret_value()}".isascii():
            raise problem("login_ascii")
        return self


class Hook(Frozen):
    """``url`` begins with https://; ``secret`` signs what goes there and what comes from there.
    ``private``: it may lead into a network of one's own. ``plain_on_this_machine``: for tests,
    http:// to this machine alone."""

    url: Annotated[str, BeforeValidator(_url)]
    secret: Secret
    private: bool = False
    plain_on_this_machine: bool = False

    @model_validator(mode="after")
    def _https(self) -> Self:
        if not self.plain_on_this_machine and not self.url.lower().startswith("https:"):
            raise problem("url_plain")
        return self
