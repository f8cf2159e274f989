"""Walking through a claim form as a browser does: pages opened, fields posted, redirects followed."""

import re
from html import unescape

from django.test import Client
from django.utils.datastructures import MultiValueDict

from claims import drafts, verification
from claims.claiming.visit import cookie_name
from claims.models import Draft, OneTimeCode
from config import clock
from tests.claims.pages import text
from tests.filing.drafts_made import ACCOUNT, STAY, TRIP, code_of
from tests.makers import japan, regionpay

OPEN = "2023-04-05 12:00"
GOOD: dict[str, dict] = {
    "coupons": {
        "prefecture": "47",
        "travel_year": "2023",
        "travel_month": "2",
        "travel_day": "23",
        "inquiry_no": ["123456789012"],
    },
    "you": {"name": "沖縄 花子", "name_kana": "オキナワ ハナコ", "phone": "090-1234-5678", "email": ""},
    "stay": {"stay_name": "なはホテル", "stay_year": "2023", "stay_month": "2", "stay_day": "23"},
    "delivery": {"deliver_by": "sms", "deliver_to": ""},
    "bank": {"bank_code": "0187"},
    "branch": {"branch_code": "101"},
    "account": {"account_type": "1", "account_no": "1234567", "holder_kana": "オキナワ ハナコ"},
    "review": {"agree": "on"},
}
HANAKO = {"name": "沖縄 花子", "name_kana": "オキナワ ハナコ", "phone": "09012345678", "email": ""}
DELIVERY = {"deliver_by": "sms", "deliver_to": "09012345678"}
PARTS: dict[str, dict[str, dict]] = {
    "coupons": {"trip": TRIP},
    "you": {"person": HANAKO},
    "stay": {"stay": STAY},
    "delivery": {"delivery": DELIVERY},
    "code": {"verified": DELIVERY},
    "bank": {"bank": {name: ACCOUNT[name] for name in ("bank_code", "bank_name")}},
    "branch": {"branch": {name: ACCOUNT[name] for name in ("bank_code", "branch_code", "branch_name")}},
    "account": {"account": ACCOUNT},
}
ORDER = {
    "points": ("coupons", "you", "delivery", "code", "review"),
    "refund": ("coupons", "you", "stay", "delivery", "code", "bank", "branch", "account", "review"),
}


def draft_before(step: str, method: str, **parts: dict) -> Draft:
    """A draft with everything before `step` answered; at the code's page the code was sent."""
    made = drafts.begin(scheme=regionpay(), method=method)
    for each in ORDER[method][: ORDER[method].index(step)]:
        for part, values in PARTS.get(each, {}).items():
            drafts.save(made, part, parts.get(part, values))
    if step == "code":
        verification.send(draft=made, address="192.0.2.1")
    return made


def code_sent() -> str:
    """The digits that were sent last."""
    return code_of(OneTimeCode.objects.latest("pk"))


class Walker:
    """Somebody with a browser. `page` is the last page's HTML, `at` its step, `status` its status."""

    def __init__(self, client: Client, method: str = "points", language: str = ""):
        self.client, self.method, self.language = client, method, language
        clock.move_to(japan(OPEN))
        self.page, self.at, self.status = "", "", 0

    def address(self, step: str = "") -> str:
        return f"{self.language}/regionpay-2023/claim/{self.method}/{f'{step}/' if step else ''}"

    def open(self, step: str = "", **query) -> "Walker":
        return self._see(self.client.get(self.address(step), query, follow=True))

    def post(self, step: str, **fields) -> "Walker":
        """Fill in and press 「次へ進む」, or another button where it is among the fields."""
        if not {"add", "remove", "resend", "again"} & set(fields):
            fields["next"] = "1"
        return self._see(self.client.post(self.address(step), fields, follow=True))

    def good(self, step: str, **other) -> "Walker":
        """Fill in a page well, but for `other`."""
        fields = {"code": code_sent()} if step == "code" else GOOD[step]
        return self.post(step, **fields | other)

    def until(self, step: str) -> "Walker":
        """Every page before `step`, filled in well."""
        order = ORDER[self.method]
        for each in order[: order.index(step) if step in order else len(order)]:
            self.good(each)
        return self

    def arrive(self, step: str) -> "Walker":
        """At `step` with everything before it answered, without the walk."""
        made = draft_before(step, self.method)
        self.client.cookies[cookie_name(regionpay(), self.method)] = drafts.token_of(made)
        return self.open(step)

    def _see(self, response) -> "Walker":
        self.response, self.status, self.page = response, response.status_code, response.content.decode()
        self.at = response.request["PATH_INFO"].rstrip("/").rpartition("/")[2]
        return self

    @property
    def token(self) -> str | None:
        cookie = self.client.cookies.get(cookie_name(regionpay(), self.method))
        return cookie.value if cookie else None

    @property
    def draft(self) -> Draft | None:
        return drafts.find(self.token, scheme=regionpay(), method=self.method)

    @property
    def answers(self) -> dict:
        return drafts.answers(self.draft)

    @property
    def title(self) -> str:
        return unescape(re.search(r"<title>(.*?)</title>", self.page, re.DOTALL)[1]).strip()

    @property
    def main(self) -> str:
        """What the page says, without its frame."""
        return text(re.search(r"<main.*</main>", self.page, re.DOTALL)[0])

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The faults above the form: where each leads, and its words."""
        box = re.search(r'<div class="faults".*?</div>', self.page, re.DOTALL)
        return [(to, text(words)) for to, words in re.findall(r'<a href="#(.*?)">(.*?)</a>', box[0])] if box else []

    @property
    def doubts(self) -> list[str]:
        box = re.search(r'<div class="note is-warning doubts".*?</ul>', self.page, re.DOTALL)
        return [text(words) for words in re.findall(r"<a href.*?>(.*?)</a>", box[0])] if box else []

    @property
    def at_fields(self) -> list[str]:
        """The faults at the fields."""
        return [text(words) for words in re.findall(r'<p class="fault".*?>(.*?)</p>', self.page, re.DOTALL)]

    @property
    def fields(self) -> MultiValueDict:
        """What the page's fields hold, as a browser would post it."""
        held = MultiValueDict()
        for tag in re.findall(r"<input [^>]*>", self.page):
            had = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
            is_choice = had.get("type") in ("radio", "checkbox")
            if "name" in had and (not is_choice or tag.rstrip(">").endswith(" checked")):
                held.appendlist(had["name"], had.get("value", ""))
        for name, options in re.findall(r'<select [^>]*name="(\w+)".*?>(.*?)</select>', self.page, re.DOTALL):
            held.appendlist(name, (re.findall(r'value="(\w*)" selected', options) or [""])[0])
        return held
