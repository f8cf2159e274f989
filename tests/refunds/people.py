"""太郎 and others who asked for a bank refund, and the batches their refunds go into."""

from datetime import date, datetime, timedelta
from itertools import count

from claims.banks import spellings
from claims.filing import account_seal_name
from claims.models import Bank, BankAccount, Branch, Claim
from config import clock
from config.sealing import fingerprint, seal
from coupons.models import Scheme
from payouts import account_answers, outcomes
from payouts.batches import approving, drafting, exporting, working
from payouts.models import AccountRequest, Consignor, Payout, RefundBatch, RefundLine
from tests.makers import coupon, japan, opened, regionpay, staff
from tests.matching.people import filed

_numbers = count(1)
AT = japan("2023-05-15 10:00")
ON = date(2023, 5, 18)
LISTED_ON = date(2023, 3, 1)
PAYER = {
    "code": "1234567890",
    "name": "ﾁｲｷｸ-ﾎﾟﾝﾎｼﾖｳ",
    "bank_code": "0187",
    "bank_name": "ﾘﾕｳｷﾕｳ",
    "branch_code": "201",
    "branch_name": "ﾎﾝﾃﾝ",
    "account_type": "1",
    "account_no": "0000001",
}


def house(at: datetime = AT) -> Scheme:
    """It is mid-May, two banks are listed, and the scheme says who pays."""
    clock.move_to(at)
    scheme = regionpay()
    for code, name, kana in (("0187", "琉球", "リユウキユウ"), ("9900", "ゆうちょ", "ユウチヨ")):
        Bank.objects.create(code=code, name=name, kana=kana, spellings=spellings(name, kana), listed_on=LISTED_ON)
    for bank, code, name, kana in (
        ("0187", "101", "那覇", "ナハ"),
        ("0187", "102", "首里", "シユリ"),
        ("9900", "408", "四〇八", "ヨンゼロハチ"),
    ):
        names = {"name": name, "kana": kana, "spellings": spellings(name, kana)}
        Branch.objects.create(bank_id=bank, code=code, listed_on=LISTED_ON, **names)
    Consignor.objects.create(scheme=scheme, **PAYER)
    return scheme


def account(claim: Claim, **more) -> BankAccount:
    """The account that a claim asked for."""
    number = more.pop("account_no", f"{next(_numbers):07}")
    values = {
        "bank_code": "0187",
        "bank_name": "琉球銀行",
        "branch_code": "101",
        "branch_name": "那覇支店",
        "account_type": "1",
        "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ",
        **more,
    }
    same = "|".join([values["bank_code"], values["branch_code"], values["account_type"], number])
    return BankAccount.objects.create(
        claim=claim,
        number_sealed=seal(number, about=account_seal_name(claim)),
        number_ends=number[-3:],
        fingerprint=fingerprint(same, purpose="bank account"),
        **values,
    )


def claim(yen: int = 1000, *, person: dict | None = None, **more) -> Claim:
    """Somebody's accepted refund claim for one coupon, with the account in `more`."""
    number = next(_numbers)
    who = {"name": "沖縄 太郎", "name_kana": "オキナワ タロウ", "by": f"taro{number}@example.jp", **(person or {})}
    on = coupon(yen=yen)
    made = filed(on, method="refund", **who)
    made.lines.update(state="accepted", coupon=on)
    account(made, **more)
    return made


def refunds(*claims: Claim, at: str = "2023-05-12 10:00") -> list[Payout]:
    """Their open payouts, in the order of the claims."""
    opened(*[line.coupon for one in claims for line in one.lines.all()], at=at)
    by_claim = {payout.claim_id: payout for payout in Payout.objects.filter(claim__in=claims, state="open")}
    return [by_claim[one.pk] for one in claims]


def refund(yen: int = 1000, **more) -> Payout:
    [payout] = refunds(claim(yen, **more))
    return payout


def drafted(*, by: str = "maker", scheme: Scheme | None = None, **more) -> RefundBatch:
    """A draft of all that is open, built and checked."""
    scheme = scheme or regionpay()
    on = more.pop("transfer_on", None) or max(ON, drafting.earliest(scheme, clock.now()))
    batch = drafting.ask(scheme=scheme, by=by, transfer_on=on, **more)
    working.work()
    return again(batch)


def submitted(batch: RefundBatch | None = None) -> RefundBatch:
    return approving.submit(batch_id=(batch or drafted()).pk, by="asker")


def approved(batch: RefundBatch | None = None) -> RefundBatch:
    batch = batch or submitted()
    return approving.approve(
        batch_id=batch.pk,
        by="approver",
        seen=bytes(batch.digest).hex(),
        typed_count=batch.line_count,
        typed_yen=batch.total_yen,
    )


def exported(batch: RefundBatch | None = None) -> RefundBatch:
    """Written out in time, and the day of the transfer has come: what the bank says is known from then on."""
    batch = not_yet_due(batch)
    if batch.exported_at and clock.now() < clock.midnight(batch.transfer_on):
        clock.move_to(clock.midnight(batch.transfer_on) + timedelta(hours=10))
    return batch


def not_yet_due(batch: RefundBatch | None = None) -> RefundBatch:
    """Written out, on the day on which it was asked for."""
    batch = batch or approved()
    exporting.ask(batch_id=batch.pk, by="operator")
    working.work()
    return again(batch)


def again(batch: RefundBatch) -> RefundBatch:
    return RefundBatch.objects.select_related("scheme").get(pk=batch.pk)


def line_of(payout: Payout) -> RefundLine:
    return RefundLine.objects.select_related("batch").get(payout=payout, excluded_at=None)


def state(payout: Payout) -> str:
    return Payout.objects.values_list("state", flat=True).get(pk=payout.pk)


def came_back(payout: Payout, *, reason: str = "該当する口座がない") -> None:
    """The bank has returned it: typed by one, confirmed by another."""
    said = outcomes.say(line_id=line_of(payout).pk, outcome="returned", by=staff("typist"), reason=reason)
    outcomes.confirm(outcome_id=said.pk, by=staff("second"))


def gives_account(claim: Claim, **more) -> None:
    """The claimant follows the link and gives another account."""
    given = {"bank_code": "0187", "bank_name": "琉球銀行", "branch_code": "101", "branch_name": "那覇支店"}
    given |= {"account_type": "1", "account_no": "0001234", "holder_kana": "ｵｷﾅﾜ ﾀﾛｳ", **more}
    asked = AccountRequest.objects.get(claim=claim, answered_at=None)
    account_answers.by_link(asked=asked, account=given)
