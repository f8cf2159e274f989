"""太郎's draft, ready to be filed, for the tests of the steps before and after."""

from django.db import connection

from claims import drafts, verification
from claims.models import Draft, OneTimeCode
from config import tokens
from coupons.models import Scheme
from tests.makers import regionpay

TRIP = {"prefecture": "47", "travel_on": "2023-02-23", "inquiry_nos": ["123456789012"]}
PERSON = {"name": "沖縄 太郎", "name_kana": "オキナワ タロウ", "phone": "09000000002", "email": "taro@example.jp"}
DELIVERY = {"deliver_by": "sms", "deliver_to": "09000000002"}
STAY = {"place": "宿", "checked_in_on": "2023-02-23", "booked_with": "", "representative": ""}
ACCOUNT = {
    "bank_code": "0187",
    "bank_name": "琉球",
    "branch_code": "101",
    "branch_name": "那覇",
    "account_type": "1",
    "account_no": "1234567",
    "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ",
}
ADDRESS = "192.0.2.1"


def draft(method: str = "points", scheme: Scheme | None = None, *numbers: str, **parts) -> Draft:
    """A draft with everything that `method` needs, its contact not proved yet."""
    made = drafts.begin(scheme=scheme or regionpay(), method=method)
    known = {"trip": TRIP | ({"inquiry_nos": list(numbers)} if numbers else {}), "person": PERSON, "delivery": DELIVERY}
    if method == "refund":
        known |= {"stay": STAY, "account": ACCOUNT}
    for part, values in (known | parts).items():
        drafts.save(made, part, values)
    return made


def code_of(code: OneTimeCode) -> str:
    """The digits that the message carried."""
    return tokens.digits_code(verification.PURPOSE, code.pk, code.salt, code.key_id)


def wrong(digits: str) -> str:
    """Six digits that are not these."""
    return f"{(int(digits) + 1) % 10**6:06d}"


def codes_age(minutes: int) -> None:
    """The unmoved time passes for every code that was sent."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update claims_onetimecode set expires_at = expires_at - make_interval(mins => %(m)s),"
            " made_at = made_at - make_interval(mins => %(m)s)",
            {"m": minutes},
        )


def last_code(of: Draft) -> OneTimeCode:
    return OneTimeCode.objects.filter(about=verification.about_draft(of)).latest("pk")


def prove(to: Draft) -> Draft:
    """Send a code and type it."""
    verification.send(draft=to, address=ADDRESS)
    verification.check(draft=to, typed=code_of(last_code(to)))
    return to


def proved(method: str = "points", *numbers: str, **more) -> Draft:
    """A draft that can be filed."""
    return prove(draft(method, None, *numbers, **more))
