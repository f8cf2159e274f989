"""Attacks 8 to 11, and one like 21, on incidents: nothing is given back twice, by whomever and whenever.

Each guard is shown by what happens without it.
"""

import threading

import pytest
from django.db import transaction

from claims import incident_deciding, incident_intake, incidents
from claims.incident_deciding import ChangedMeanwhile
from claims.incidents import NotNow
from claims.models import Incident
from coupons.models import Coupon, Entry
from coupons.reinstatement import MoreThanTaken
from payouts import entitlements, incident_undoing, opening
from payouts.audit import breaches
from payouts.models import Entitlement, Payout
from tests.incidents.people import approved, balance, decided, proposed, reported, seen, ume
from tests.makers import coupon, hanako, incident, japan, opened, owed, regionpay, shop_says, staff
from tests.races.guards import Background, drop_trigger, other_connection

AT = japan("2023-03-12 10:00")
LAST_MOMENT = "2023-03-31 23:59:59.900"
CANCEL = """
    insert into coupons_entry (scheme_id, coupon_id, entry_no, kind, amount_yen, occurred_at, counts_at, cancels_id)
    select scheme_id, coupon_id, 'SHOP', 'cancellation', 1000, occurred_at, counts_at, id from coupons_entry
    where id = %s
"""


def of_ume(**more) -> Incident:
    """Confirmed: 1,000 yen of hers were deducted, 1,000 are left."""
    on = more.pop("on", None) or ume(member=hanako(regionpay()))
    return shop_says(reported(on, "cash_and_deducted", **more))


def deed(of: Incident, by: str):
    """The decision as its page was made just now, to be run at the same time as another."""
    given = {"incident_id": of.pk, "choices": proposed(of), "reason": "店の記録と一致", "seen": seen(of), "at": AT}
    person = staff(by)
    return lambda: incident_deciding.decide(**given, by=person)


def outcomes(*deeds) -> list[str]:
    """What became of them, all begun at once."""
    runs = [Background(one) for one in deeds]
    return sorted(type(run.join().error).__name__ for run in runs)


@pytest.fixture
def eyes_shut(monkeypatch) -> None:
    """The program neither locks nor looks: what refuses now is the database."""
    monkeypatch.setattr(incidents, "locked", lambda pk: Incident.objects.select_related("scheme", "coupon").get(pk=pk))
    monkeypatch.setattr(incident_deciding, "must_be_as_seen", lambda *_: None)
    monkeypatch.setattr(
        incident_deciding,
        "_chosen",
        lambda _of, choices: [(Entry.objects.get(pk=pk), yen, False) for pk, yen in choices.items()],
    )


def test_two_reviewers_of_one_report(own_database):
    of = of_ume()

    assert outcomes(deed(of, "sato"), deed(of, "suzuki")) == ["ChangedMeanwhile", "NoneType"]
    assert balance(of.coupon) == 2000


def test_two_reviewers_of_one_report_with_eyes_shut(own_database, eyes_shut):
    of = of_ume()

    first, second = outcomes(deed(of, "sato"), deed(of, "suzuki"))
    # By how far the first was when the second began: its decision waits, or it is through.
    assert (first, second in ("NotNow", "WaitsForASecondPerson")) == ("NoneType", True)
    assert balance(of.coupon) == 2000


def two_reports() -> tuple[Incident, Incident]:
    """梅 and her husband both called about the same payment."""
    first = of_ume()
    return first, of_ume(on=first.coupon, phone="09033330008")


def test_two_reports_of_one_payment(own_database):
    first, second = two_reports()

    assert outcomes(deed(first, "sato"), deed(second, "suzuki")) == ["ChangedMeanwhile", "NoneType"]
    assert balance(first.coupon) == 2000


def test_two_reports_of_one_payment_with_eyes_shut(own_database, eyes_shut):
    first, second = two_reports()

    assert outcomes(deed(first, "sato"), deed(second, "suzuki")) == ["MoreThanTaken", "NoneType"]
    assert balance(first.coupon) == 2000


def is_open(of: Incident) -> bool:
    return Incident.objects.get(pk=of.pk).state == "confirmed"


def test_only_without_both_triggers_is_it_given_back_twice_and_the_audit_says_so(own_database, eyes_shut):
    first, second = two_reports()
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")
    both = {of: deed(of, by) for of, by in ((first, "sato"), (second, "suzuki"))}
    assert outcomes(*both.values()) == ["IntegrityError", "NoneType"]  # at once both write one key, which is unique
    other = next(both[of] for of in both if is_open(of))
    assert outcomes(other) == ["IntegrityError"]  # more than the payment took takes two persons
    drop_trigger("an_incident_is_approved_as_it_was_restored", "claims_incident")

    assert outcomes(other) == ["NoneType"]
    assert balance(first.coupon) == 3000
    assert breaches(regionpay(), AT) != {}


def beside_the_shop(address: str, of: Incident) -> str:
    """The shop's cancellation is written; a reviewer decides before it is committed."""
    decide = deed(of, "sato")
    with other_connection(address) as shop:
        shop.execute(CANCEL, [next(iter(proposed(of)))])
        desk = Background(decide)
        desk.is_waiting()
    return type(desk.join().error).__name__


def test_attack_10_a_shop_cancels_while_the_desk_gives_back(own_database):
    of = of_ume()

    assert beside_the_shop(own_database, of) == ChangedMeanwhile.__name__
    assert balance(of.coupon) == 2000


def test_attack_10_with_eyes_shut(own_database, eyes_shut):
    of = of_ume()

    assert beside_the_shop(own_database, of) == MoreThanTaken.__name__
    assert balance(of.coupon) == 2000


def test_attack_10_without_the_ledgers_trigger(own_database, eyes_shut):
    of = of_ume()
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")

    assert beside_the_shop(own_database, of) == "NoneType"
    assert balance(of.coupon) == 3000


@pytest.fixture
def frozen_once(monkeypatch) -> None:
    """A freeze as in the first plan: what it has seen is owed for ever, what came later never."""
    heal, seen_before = entitlements.heal, []

    def only_once(*given) -> tuple[int, int, int]:
        if seen_before:
            return 0, 0, 0
        seen_before.append(given)
        return heal(*given)

    monkeypatch.setattr(entitlements, "heal", only_once)


def committed_after_the_freeze() -> list[int]:
    """Approved at the last moment, committed when the freeze has run. What is owed after the next run."""
    scheme, of = regionpay(), of_ume()
    is_written, may_commit = threading.Event(), threading.Event()

    def approve() -> None:
        with transaction.atomic():
            decided(of, LAST_MOMENT)
            is_written.set()
            assert may_commit.wait(20)

    approval = Background(approve)
    assert is_written.wait(20)
    entitlements.freeze(scheme, scheme.usable_until)
    assert Entitlement.objects.count() == 0

    may_commit.set()
    assert approval.join().error is None
    entitlements.freeze(scheme, scheme.usable_until)
    return list(Entitlement.objects.values_list("amount_yen", flat=True))


def test_attack_8_frozen_once_the_restored_yen_are_lost_and_the_audit_says_so(own_database, frozen_once):
    assert committed_after_the_freeze() == []
    found = breaches(regionpay(), japan("2023-04-01 00:10"))
    assert "owed is what the formula says, where nothing is on a payout or lapsed" in found


def test_attack_8_approved_at_the_last_moment_and_committed_after_the_freeze(own_database):
    assert committed_after_the_freeze() == [2000]
    assert breaches(regionpay(), japan("2023-04-01 00:10")) == {}


@pytest.mark.django_db
def test_attack_9_once_given_back_it_is_not_given_back_late_as_well():
    first, second = two_reports()
    choices = proposed(second)
    approved(first)
    owed(first.coupon)

    with pytest.raises(MoreThanTaken):
        decided(second, "2023-04-02 10:00", choices=choices)
    owed(first.coupon, at="2023-04-03 00:00")
    assert list(Entitlement.objects.values_list("amount_yen", flat=True)) == [2000]


@pytest.mark.django_db
def test_attack_9_without_the_guards_it_is_given_back_late_as_well(eyes_shut):
    """The same yen are owed once more, and the audit says so."""
    first, second = two_reports()
    choices = proposed(second)
    approved(first)
    owed(first.coupon)
    drop_trigger("entry_gives_back_what_was_taken", "coupons_entry")
    drop_trigger("an_incident_is_approved_as_it_was_restored", "claims_incident")

    decided(second, "2023-04-02 10:00", choices=choices)
    owed(first.coupon, at="2023-04-03 00:00")

    assert list(Entitlement.objects.values_list("amount_yen", flat=True)) == [3000]
    assert "no more is given back than a payment took" in breaches(regionpay(), japan("2023-04-03 00:00"))


def test_attack_11_undone_twice_at_once(own_database):
    of = approved(of_ume())
    given = {"incident_id": of.pk, "why": "別の店だった", "seen": seen(of), "by": staff("sato"), "at": AT}

    def undo() -> None:
        incident_undoing.undo(**given)

    assert outcomes(undo, undo) == ["ChangedMeanwhile", "NoneType"]
    assert balance(of.coupon) == 1000
    with pytest.raises(NotNow):
        incident_undoing.undo(**given | {"seen": seen(of)})


def undone_beside_an_opening(of: Incident) -> None:
    """The reversal is written and not committed when the opening begins."""
    at = japan("2023-04-03 10:00")
    given = {"incident_id": of.pk, "why": "別の店だった", "seen": seen(of), "by": staff("sato"), "at": at}
    with transaction.atomic():
        incident_undoing.undo(**given)
        opened_meanwhile = Background(lambda: opening.open_payouts(regionpay(), at))
        opened_meanwhile.is_waiting()
    opened_meanwhile.join()


def test_an_opening_waits_for_an_undoing(own_database):
    of = approved(of_ume())
    owed(of.coupon)

    undone_beside_an_opening(of)

    assert Payout.objects.get().amount_yen == 1000
    assert breaches(regionpay(), japan("2023-04-03 12:00")) == {}


@pytest.mark.django_db
def test_like_attack_21_undone_after_it_was_paid_and_decided_anew_it_is_not_paid_again(monkeypatch):
    """Refused; and if it were not, the formula would owe no more than before."""
    of = approved(of_ume())
    (payout,) = opened(of.coupon)
    given = {"incident_id": of.pk, "why": "やり直し", "by": staff("sato"), "at": japan("2023-04-04 10:00")}
    with pytest.raises(incident_undoing.OnAPayout):
        incident_undoing.undo(**given, seen=seen(of))

    monkeypatch.setattr(incident_undoing, "_must_be_early_enough", lambda _of: None)
    incident_undoing.undo(**given, seen=seen(of))
    assert "owed is what the formula says, where nothing is on a payout or lapsed" not in breaches(regionpay(), AT)
    approved(of, "2023-04-05 10:00")
    owed(of.coupon, at="2023-04-05 12:00")
    opening.open_payouts(regionpay(), japan("2023-04-05 12:00"))

    assert list(Payout.objects.values_list("pk", "amount_yen")) == [(payout.pk, 2000)]


def test_a_coupon_is_locked_while_it_is_attached(own_database):
    """Whoever decides about that coupon at the same time and who attaches it go one after the other."""
    of, on = incident(None), coupon()
    given = {"incident_id": of.pk, "inquiry_no": on.inquiry_no, "by": staff("clerk"), "seen": seen(of), "at": AT}
    with transaction.atomic():
        Coupon.objects.select_for_update(no_key=True).get(pk=on.pk)
        other = Background(lambda: incident_intake.attach(**given))
        assert other.is_waiting()
    assert other.join().error is None
