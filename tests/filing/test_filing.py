"""From a draft to a claim: everything that was understood, once, and a copy to the claimant."""

from datetime import date

import pytest

from claims import drafts, filing
from claims.models import BankAccount, Claim, ClaimLine, Draft
from config import clock
from config.sealing import unseal
from notifications.models import Message
from notifications.render import render, sms_parts
from tests.filing.drafts_made import ACCOUNT, DELIVERY, PERSON, draft, proved
from tests.makers import coupon, japan, regionpay
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def open_site(db) -> None:
    clock.move_to(japan("2023-04-02 10:00"))


def test_a_claim_holds_what_was_understood():
    claim = filing.file(draft=proved("points", "123456789012", "210987654321"))
    said = Claim.objects.filter(pk=claim.pk).values(*PERSON, *DELIVERY, "prefecture", "travel_on", "method", "channel")
    assert said.get() == PERSON | DELIVERY | {
        "prefecture": "47",
        "travel_on": date(2023, 2, 23),
        "method": "points",
        "channel": "site",
    }
    assert claim.filed_at == claim.contact_verified_at == japan("2023-04-02 10:00")
    lines = list(ClaimLine.objects.order_by("pk").values_list("stated_no", "state", "coupon"))
    assert lines == [("123456789012", "filed", None), ("210987654321", "filed", None)]


def test_a_known_number_is_filed_as_an_unknown_one_is():
    known = filing.file(draft=proved("points", coupon().inquiry_no))
    unknown = filing.file(draft=proved("points", "999999999999"))
    shown = [list(claim.lines.values_list("state", "coupon", "reason")) for claim in (known, unknown)]
    assert shown[0] == shown[1] == [("filed", None, "")]


def test_a_refund_claim_has_its_stay_and_its_account_with_the_number_sealed():
    claim = filing.file(draft=proved("refund"))
    account = BankAccount.objects.get(claim=claim)
    assert (claim.stay.place, claim.stay.checked_in_on) == ("宿", date(2023, 2, 23))
    assert unseal(account.number_sealed, about=filing.account_seal_name(claim)) == ACCOUNT["account_no"]
    assert (str(account), account.holder_kana) == ("琉球 那覇 普通（総合） ****567", "ｵｷﾅﾜ ﾀﾛｳ")
    assert ACCOUNT["account_no"].encode() not in bytes(account.number_sealed)


def test_the_same_account_is_known_again():
    first, second = (filing.file(draft=proved("refund")) for _ in range(2))
    other = filing.file(draft=proved("refund", account=ACCOUNT | {"branch_code": "102"}))
    marks = [bytes(claim.account.fingerprint) for claim in (first, second, other)]
    assert (marks[0] == marks[1], marks[0] == marks[2]) == (True, False)


def test_filing_again_gives_the_same_claim():
    made = proved()
    assert filing.file(draft=made) == filing.file(draft=made)
    assert (Claim.objects.count(), Message.objects.filter(template="claim_filed").count()) == (1, 1)


def test_what_was_typed_is_gone_from_the_draft():
    made = proved()
    claim = filing.file(draft=made)
    row = Draft.objects.get(pk=made.pk)
    assert (bytes(row.sealed), row.claim, drafts.answers(row)) == (b"", claim, {})


@pytest.mark.parametrize(
    ("method", "part"),
    [("points", "trip"), ("points", "person"), ("points", "delivery")]
    + [("refund", part) for part in ("stay", "account")],
)
def test_a_missing_part_is_named(method, part):
    made = proved(method)
    drafts.save(made, part, None)
    with pytest.raises(filing.Incomplete) as refusal:
        filing.file(draft=made)
    assert (refusal.value.part, Claim.objects.count()) == (part, 0)


def test_without_a_proved_contact_nothing_is_filed():
    with pytest.raises(filing.Incomplete) as refusal:
        filing.file(draft=draft())
    assert (refusal.value.part, Claim.objects.count()) == ("verified", 0)


@pytest.mark.parametrize("count", [0, 21])
def test_a_claim_has_one_to_twenty_coupons(count):
    made = proved()
    numbers = [f"{number:012}" for number in range(count)]
    drafts.save(made, "trip", drafts.answers(made)["trip"] | {"inquiry_nos": numbers})
    with pytest.raises(filing.Incomplete) as refusal:
        filing.file(draft=made)
    assert refusal.value.part == "trip"


def test_more_coupons_are_filed_with_the_same_details():
    claim = filing.file(draft=proved())
    more = drafts.again(claim)
    drafts.save(more, "trip", {"prefecture": "47", "travel_on": "2023-02-23", "inquiry_nos": ["5" * 12]})
    second = filing.file(draft=more)
    assert (second.name, second.deliver_to, second.pk != claim.pk) == (claim.name, claim.deliver_to, True)


def test_the_trail_says_who_filed_without_saying_what():
    claim = filing.file(draft=proved())
    event = AuditEvent.objects.get(action="filed")
    assert (event.who, event.about, event.detail) == ("special site", f"claims.claim/{claim.pk}", {"coupons": 1})


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("by", ["sms", "mail"])
@pytest.mark.parametrize("method", ["points", "refund"])
def test_the_claimant_gets_a_copy_with_the_receipt_number(method, by, language):
    to = {"sms": "09000000002", "mail": "taro@example.jp"}[by]
    claim = filing.file(draft=proved(method, delivery={"deliver_by": by, "deliver_to": to}), language=language)
    message = Message.objects.get(template="claim_filed")
    words = render(message)
    assert (message.channel, message.to, message.urgent) == (by, to, True)
    assert claim.receipt_no in words.text
    assert sms_parts(words.text) <= 2 or by == "mail"
    assert ("受け付けました" in words.text) == (language == "ja")
    assert "1234567" not in words.text


def test_receipt_numbers_are_not_given_twice():
    numbers = {filing.file(draft=proved()).receipt_no for _ in range(3)}
    assert len(numbers) == 3
    assert regionpay().slug == "regionpay-2023"
