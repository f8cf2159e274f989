"""One-time codes: six digits sent to a contact prove that it is the claimant's (issue: before anything is filed).

Ten minutes, five tries, counted by the database in the same step in which they are allowed. Unmoved time throughout.
The code is derived from the row, so it is stored nowhere but in the message that carries it, and there not either.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from claims import contacts, drafts, limits
from claims.limits import Limit, TooMany
from claims.models import Draft, OneTimeCode
from config import clock, tokens
from config.sealing import fingerprint
from coupons.models import Scheme
from notifications import outbox

__all__ = [
    "REFUSALS",
    "CodeExpired",
    "CodeLocked",
    "NoCode",
    "TooMany",
    "TooSoon",
    "WrongCode",
    "check",
    "is_proved",
    "is_verified",
    "new_code",
    "queue",
    "send",
    "try_code",
    "use_up",
]

PURPOSE = "one-time code"
GOOD_FOR = timedelta(minutes=10)
KEPT = timedelta(days=1)  # after it expired
GAP_SECONDS = 60
TRIES = 5
PER_CONTACT_AN_HOUR = Limit("code to a contact, hour", 5, timedelta(hours=1))
PER_CONTACT_A_DAY = Limit("code to a contact, day", 10, timedelta(days=1))
# Many share an address: the phones of one carrier, the guests of one hotel.
PER_ADDRESS = Limit("code from an address", 60, timedelta(hours=1))
IN_ALL = Limit("code of a scheme", 3000, timedelta(hours=1))


class TooSoon(Exception):
    """A code was sent less than a minute ago; `seconds` until the next may be."""

    def __init__(self, seconds: int):
        self.seconds = seconds


class WrongCode(Exception):
    """Not the code; `tries_left` more (at least one)."""

    def __init__(self, tries_left: int):
        self.tries_left = tries_left


class CodeExpired(Exception):
    """The ten minutes are over."""


class CodeLocked(Exception):
    """The fifth wrong try, or one after it."""


class NoCode(Exception):
    """No code was sent to this contact, or the last one was used."""


REFUSALS = (WrongCode, CodeLocked, CodeExpired, NoCode)


def send(*, draft: Draft, address: str, language: str = "ja", template: str = "one_time_code") -> None:
    """Send a code to where the draft wants its messages. Raises TooSoon, TooMany (limits), drafts.Gone.

    `address`: where the request came from; kept as a fingerprint only, to limit it. `template`: `desk_code` for who is
    on the phone, because the words of the other one say that nobody asks for it there.
    """
    delivery = drafts.answers(draft)["delivery"]
    with transaction.atomic():
        drafts.lock(draft)
        code = new_code(about=about_draft(draft), scheme=draft.scheme, delivery=delivery, address=address)
        queue(code, delivery, language, template)


def check(*, draft: Draft, typed: str) -> None:
    """Prove the contact with the six digits `typed`, once. Raises WrongCode, CodeLocked, CodeExpired, NoCode.

    A wrong try is counted and stays counted: call this outside any transaction.
    """
    delivery = drafts.answers(draft).get("delivery")
    code = try_code(about=about_draft(draft), delivery=delivery, typed=typed)
    with transaction.atomic():
        use_up(code)
        drafts.save(draft, "verified", delivery)


def new_code(*, about: str, scheme: Scheme, delivery: dict, address: str) -> OneTimeCode:
    """A code for the contact of `delivery`, opening the row `about`, for `queue`. Raises TooSoon, TooMany.

    In the caller's transaction, under a lock on what it is about: two at once would both be the first.
    """
    contact = _contact(delivery)
    _wait_a_minute(about)
    limits.take(PER_CONTACT_AN_HOUR, contact)
    limits.take(PER_CONTACT_A_DAY, contact)
    limits.take(PER_ADDRESS, address)
    limits.take(IN_ALL, scheme.slug)
    return OneTimeCode.objects.create(
        about=about,
        scheme=scheme,
        mark=_mark(contact),
        key_id=tokens.newest_key(),
        expires_at=RealNow() + GOOD_FOR,
    )


def try_code(*, about: str, delivery: dict | None, typed: str) -> OneTimeCode:
    """The last code about the row, if `typed` is it; `use_up` follows. Raises one of REFUSALS.

    A wrong try is counted and stays counted: call this outside any transaction.
    """
    code = OneTimeCode.objects.filter(about=about).order_by("-pk").first()
    if code is None or not delivery or bytes(code.mark) != _mark(_contact(delivery)):
        raise NoCode
    tries = _count_a_try(code)
    if typed != tokens.digits_code(PURPOSE, code.pk, code.salt, code.key_id):
        raise WrongCode(TRIES - tries) if tries < TRIES else CodeLocked
    return code


def use_up(code: OneTimeCode) -> None:
    """The code opened its row and opens nothing any more. Raises NoCode if another was faster."""
    if OneTimeCode.objects.filter(pk=code.pk, used_at=None).update(used_at=RealNow()) != 1:
        raise NoCode


def queue(code: OneTimeCode, delivery: dict, language: str, template: str = "one_time_code") -> None:
    """The message that carries the code. `host` binds the SMS to our site: phones fill it in only there."""
    scheme = code.scheme
    outbox.queue(
        key=f"one-time-code/{code.pk}",
        channel=delivery["deliver_by"],
        to=delivery["deliver_to"],
        template=template,
        context={
            "code": {"purpose": PURPOSE, "id": code.pk, "key_id": code.key_id, "salt": str(code.salt)},
            **scheme.says(language),
            "language": language,
            "host": settings.SITE_URL.split("://", 1)[-1].split(":")[0],
        },
        about=code.about,
        scheme=scheme.slug,
        not_before=clock.now(),
        urgent=True,
    )


def is_verified(draft: Draft) -> bool:
    """Whether the contact that was proved is the one that the draft's messages go to now."""
    return is_proved(drafts.answers(draft))


def is_proved(answers: dict) -> bool:
    """The same, of a draft's answers."""
    return "verified" in answers and answers["verified"] == answers.get("delivery")


def about_draft(draft: Draft) -> str:
    """How codes and messages name a draft."""
    return f"claims.draft/{draft.pk}"


def forget_old() -> int:
    """Delete codes that expired a day ago. How many."""
    return OneTimeCode.objects.filter(expires_at__lt=RealNow() - KEPT).delete()[0]


def _wait_a_minute(about: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """select ceil(extract(epoch from max(made_at) + make_interval(secs => %s) - statement_timestamp()))
               from claims_onetimecode where about = %s""",
            [GAP_SECONDS, about],
        )
        (seconds,) = cursor.fetchone()
    if seconds is not None and seconds > 0:
        raise TooSoon(int(seconds))


def _count_a_try(code: OneTimeCode) -> int:
    """Take one of the five tries, if one is left and the code still good: its number. Raises why it is not."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            update claims_onetimecode set tries = tries + 1
            where id = %s and tries < %s and used_at is null and expires_at > statement_timestamp() returning tries
            """,
            [code.pk, TRIES],
        )
        taken = cursor.fetchone()
    if taken:
        return taken[0]
    code.refresh_from_db()
    if code.used_at:
        raise NoCode
    raise CodeLocked if code.tries >= TRIES else CodeExpired


def _contact(delivery: dict) -> str:
    return f"{delivery['deliver_by']} {contacts.key(delivery['deliver_to'])}"


def _mark(contact: str) -> bytes:
    return fingerprint(contact, purpose="contact")
