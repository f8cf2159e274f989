"""What stands in the tables of a world of incidents, asked of the rows alone and not of the program's own questions."""

from collections import Counter

from claims.models import DeskClaim, Proposal
from coupons.models import CancellationAnswer, Entry
from payouts.models import Entitlement


def on_payouts() -> Counter:
    """Yen by coupon."""
    yen = Counter()
    for coupon, amount in Entitlement.objects.filter(payout__isnull=False).values_list("coupon", "amount_yen"):
        yen[coupon] += amount
    return yen


def with_a_claim() -> set[int]:
    """Reports with a claim that stands."""
    return set(DeskClaim.objects.filter(claim__withdrawn_at=None).values_list("incident", flat=True)) - {None}


def taken_back() -> set[int]:
    """Reports whose claims were all withdrawn."""
    return set(DeskClaim.objects.values_list("incident", flat=True)) - with_a_claim() - {None}


def orphaned() -> set[int]:
    """New destinations that wait for a second person, of claims that are gone (confirmed, they are void)."""
    waiting = Proposal.objects.filter(deed=Proposal.Deed.DESTINATION, state=Proposal.State.WAITING)
    return set(waiting.exclude(claim__withdrawn_at=None).values_list("pk", flat=True))


def is_out(on) -> int:
    """Yen of the ledger that are on payouts or have lapsed."""
    out = Entitlement.objects.filter(coupon=on, cause="ledger").exclude(payout=None, lapsed_at=None)
    return sum(out.values_list("amount_yen", flat=True))


def owed_by_the_ledger(on) -> int:
    """The balance as it was when shops stopped taking the coupon."""
    counted = Entry.objects.filter(coupon=on, counts_at__lt=on.scheme.usable_until)
    return sum(counted.values_list("amount_yen", flat=True))


def by_shops(payment: int) -> int:
    """Yen that shops themselves have cancelled of it, by name or as persons have said."""
    named = sum(Entry.objects.filter(cancels=payment).values_list("amount_yen", flat=True))
    whole = sum(CancellationAnswer.objects.filter(payment=payment).values_list("entry__amount_yen", flat=True))
    shares = CancellationAnswer.objects.values_list("shares", flat=True)
    return named + whole + sum(of.get(str(payment), 0) for of in shares)
