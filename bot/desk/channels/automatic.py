"""E-mails that no person wrote: absences, failed deliveries, lists."""

import re

from bot.desk.channels.mail import Mail

_PRECEDENCE = {"auto_reply", "auto-reply", "bulk", "junk"}
_PROGRAMS = re.compile(r"(mailer-daemon|postmaster)@")
_SUBJECT = re.compile(
    r"(automatic reply|auto(matic)?[- ]?repl(y|ied)|autoreply|out of (the )?office"
    r"|réponse automatique|absence du bureau|absent(e)?( du bureau)?\s*:"
    r"|message d'absence|undeliverable|undelivered mail|delivery status notification"
    r"|non remis|échec de la remise)",
)


def automatic(mail: Mail) -> bool:
    headers = mail.headers
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().lower()
    return (
        submitted not in ("no", "")
        or headers.get("precedence", "").strip().lower() in _PRECEDENCE
        or headers.get("return-path", "").strip() == "<>"
        or headers.get("content-type", "") == "multipart/report"
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or _PROGRAMS.match(mail.address) is not None
        or _SUBJECT.match(mail.subject.replace("’", "'").lower()) is not None
    )
