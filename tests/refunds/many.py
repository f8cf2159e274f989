"""Thousands of accepted refund claims, written in bulk: as they stand before their payouts are opened."""

from datetime import date, timedelta
from uuid import uuid4

from claims.filing import account_seal_name
from claims.models import BankAccount, Claim, ClaimLine
from config.sealing import fingerprint, seal
from coupons.models import Coupon, Entry
from payouts.models import Payout
from tests.makers import issuer, japan, opened, regionpay

ISSUED = japan("2023-02-23 15:00")


def refunds(count: int) -> list[Payout]:
    """Open refund payouts of 1,000 yen and one yen more each, of as many people with an account each."""
    scheme, at_inn = regionpay(), issuer(regionpay())
    coupons = Coupon.objects.bulk_create(
        Coupon(
            scheme=scheme,
            inquiry_no=f"{200000000000 + number}",
            prefecture="47",
            issuer=at_inn,
            face_value_yen=1000 + number,
            issued_at=ISSUED,
            travel_on=ISSUED.date(),
            expires_at=japan("2023-02-24 23:59") + timedelta(minutes=1),
        )
        for number in range(count)
    )
    Entry.objects.bulk_create(
        Entry(
            scheme=scheme,
            coupon=on,
            entry_no=f"MANY{on.pk}",
            kind="issue",
            amount_yen=on.face_value_yen,
            occurred_at=ISSUED,
            counts_at=ISSUED,
        )
        for on in coupons
    )
    claims = Claim.objects.bulk_create(_claim(on, number) for number, on in enumerate(coupons))
    ClaimLine.objects.bulk_create(
        ClaimLine(claim=claim, stated_no=on.inquiry_no, coupon=on, state="accepted")
        for claim, on in zip(claims, coupons, strict=True)
    )
    BankAccount.objects.bulk_create(_account(claim, number) for number, claim in enumerate(claims))
    return opened(*coupons, at="2023-05-12 10:00")


def _claim(on: Coupon, number: int) -> Claim:
    return Claim(
        scheme=on.scheme,
        receipt_no=f"A-L{number:08}",
        method="refund",
        channel="site",
        name="沖縄 太郎",
        name_kana="オキナワ タロウ",
        phone="09000000002",
        deliver_by="mail",
        deliver_to=f"many{number}@example.jp",
        prefecture="47",
        travel_on=date(2023, 2, 23),
        form_nonce=uuid4(),
        filed_at=japan("2023-04-10 11:00"),
        contact_verified_at=japan("2023-04-10 11:00"),
    )


def _account(claim: Claim, number: int) -> BankAccount:
    no = f"{number:07}"
    return BankAccount(
        claim=claim,
        bank_code="0187",
        bank_name="琉球銀行",
        branch_code="101",
        branch_name="那覇支店",
        account_type="1",
        number_sealed=seal(no, about=account_seal_name(claim)),
        number_ends=no[-3:],
        holder_kana="ｵｷﾅﾜ ﾀﾛｳ",
        fingerprint=fingerprint(f"0187|101|1|{no}", purpose="bank account"),
    )
