"""From a draft to a claim, once (notice 2.A2-site, 2.R; question 4).

What was typed is taken as it is: whether the records know the coupons is looked up later, by a duty, so that this
answer costs and looks the same for every number (question 10).
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from claims import contacts, drafts, limits, receipt, telling, verification
from claims.deadlines import Window, claim_window
from claims.limits import Limit
from claims.models import BankAccount, Claim, ClaimLine, Draft, Stay
from config import clock
from config.sealing import fingerprint, seal
from trail.record import record

NEEDED = {
    Claim.Method.POINTS: ("trip", "person", "delivery"),
    Claim.Method.REFUND: ("trip", "person", "stay", "delivery", "account"),
}
COUPONS_MAX = 20
# 200 coupons a day to one contact. Whoever has more calls; whoever tries numbers out has to stop.
PER_CONTACT = Limit("claims to a contact", 10, timedelta(days=1))


class ClaimPeriodNotBegun(Exception):
    """The site is not open yet."""


class ClaimPeriodOver(Exception):
    """The last day for this kind of claim has passed (notice 2.A2-site; question 13)."""


class Incomplete(Exception):
    """A part is missing: `part`. "verified" when the contact is not proved."""

    def __init__(self, part: str):
        self.part = part


def file(*, draft: Draft, language: str = Claim.Language.JAPANESE, at: datetime | None = None) -> Claim:
    """File the draft and queue a copy to the claimant. A draft filed before gives the claim it became.

    Raises ClaimPeriodNotBegun, ClaimPeriodOver, Incomplete, drafts.Gone, limits.TooMany.
    """
    at = at or clock.now()
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",), no_key=True).filter(pk=draft.pk).first()
        if row is None:
            raise drafts.Gone
        if row.claim_id:
            return row.claim
        _must_be_open(row, at)
        known = drafts.answers(row)
        must_have_all(row, known)
        if not verification.is_proved(known):
            raise Incomplete("verified")
        limits.take(PER_CONTACT, f"{row.scheme.slug} {contacts.key(known['delivery']['deliver_to'])}")
        claim = make_claim(row, known, channel=Claim.Channel.SITE, language=language, at=at)
        tell_filed(claim)
        record("filed", who="special site", about=claim, coupons=len(known["trip"]["inquiry_nos"]))
    return claim


def _must_be_open(draft: Draft, at: datetime) -> None:
    window = claim_window(draft.scheme, draft.method, at, draft.open_until)
    if window == Window.BEFORE:
        raise ClaimPeriodNotBegun
    if window == Window.AFTER:
        raise ClaimPeriodOver


def must_have_all(draft: Draft, known: dict) -> None:
    """Every part that a claim of this kind needs, and from 1 to 20 coupons. Raises Incomplete."""
    for part in NEEDED[draft.method]:
        if part not in known:
            raise Incomplete(part)
    if not 1 <= len(known["trip"]["inquiry_nos"]) <= COUPONS_MAX:
        raise Incomplete("trip")


def make_claim(draft: Draft, known: dict, *, channel: str, language: str, at: datetime) -> Claim:
    """The rows of the claim that the draft, locked by the caller, becomes; its contact proved if the draft's is."""
    trip, delivery = known["trip"], known["delivery"]
    claim = Claim.objects.create(
        scheme=draft.scheme,
        receipt_no=receipt.free_number(receipt.CLAIM, Claim.objects),
        method=draft.method,
        channel=channel,
        **known["person"],
        deliver_by=delivery["deliver_by"],
        deliver_to=delivery["deliver_to"],
        language=language,
        contact_verified_at=at if verification.is_proved(known) else None,
        prefecture=trip["prefecture"],
        travel_on=date.fromisoformat(trip["travel_on"]),
        form_nonce=draft.nonce,
        filed_at=at,
        open_until=draft.open_until,
    )
    ClaimLine.objects.bulk_create(ClaimLine(claim=claim, stated_no=number) for number in trip["inquiry_nos"])
    if draft.method == Claim.Method.REFUND:
        _stay(claim, known["stay"])
        _account(claim, known["account"])
    draft.claim, draft.sealed = claim, b""
    draft.save(update_fields=["claim", "sealed"])
    return claim


def _stay(claim: Claim, stay: dict) -> None:
    Stay.objects.create(claim=claim, **stay | {"checked_in_on": date.fromisoformat(stay["checked_in_on"])})


def _account(claim: Claim, account: dict) -> None:
    number = account["account_no"]
    same = "|".join([account["bank_code"], account["branch_code"], account["account_type"], number])
    BankAccount.objects.create(
        claim=claim,
        **{name: value for name, value in account.items() if name != "account_no"},
        number_sealed=seal(number, about=account_seal_name(claim)),
        number_ends=number[-3:],
        fingerprint=fingerprint(same, purpose="bank account"),
    )


def account_seal_name(claim: Claim) -> str:
    """What the account number of a claim is sealed for."""
    return f"bank account {claim.form_nonce}"


def tell_filed(claim: Claim) -> None:
    """The copy for the claimant: receipt number and what happens next. They are at the screen, so it goes at once."""
    telling.say(
        claim,
        key=f"claim-filed/{claim.pk}",
        template="claim_filed",
        at=claim.filed_at,
        urgent=True,
        method=claim.method,
        stated_nos=list(claim.lines.order_by("pk").values_list("stated_no", flat=True)),
        points_from=claim.scheme.points_from.isoformat(),
        refunds_from=claim.scheme.refunds_from.isoformat(),
        receive_until=claim.scheme.receive_until.isoformat(),
    )
