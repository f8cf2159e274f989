"""The population has the shapes of data/sample, and its tills never take more than is left."""

from collections import Counter
from datetime import timedelta

import pytest

from desk.population import OUTAGE_FROM, OUTAGE_UNTIL, PREFECTURES, Life, Party, Population
from desk.referee import CANCELLATION, EXTENDED_UNTIL, PAYMENT, SIGN, USABLE_UNTIL, Entry, Verdict, japan, judge

SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def parties() -> list[Party]:
    return list(Population(20_000, seed=7).parties())


@pytest.fixture(scope="module")
def lives(parties) -> list[Life]:
    return [life for party in parties for life in party.lives]


@pytest.fixture(scope="module")
def entries(lives) -> list[Entry]:
    return [entry for life in lives for entry in life.entries]


@pytest.fixture(scope="module")
def verdicts(parties) -> list[Verdict]:
    return [
        judge(life.coupon, life.entries, party.member and party.member.left_at)
        for party in parties
        for life in party.lives
    ]


def test_there_are_as_many_coupons_as_asked_for_each_with_its_own_number_of_twelve_digits(lives):
    numbers = {life.coupon.inquiry_no for life in lives}

    assert (len(lives), len(numbers), {len(number) for number in numbers}) == (20_000, 20_000, {12})


@pytest.mark.parametrize("coupons", [1, 2, 3])
def test_the_last_party_is_cut_short(coupons):
    assert sum(len(party.lives) for party in Population(coupons, seed=1).parties()) == coupons


def test_parties_are_one_to_four_for_one_to_three_nights_with_a_coupon_a_person_and_night(parties):
    shapes = set()
    for party in parties[:-1]:
        nights = Counter(life.coupon.travel_on for life in party.lives)
        assert len(set(nights.values())) == 1
        shapes.add((nights.popitem()[1], len(nights) + 1))

    assert shapes == {(people, nights) for people in (1, 2, 3, 4) for nights in (1, 2, 3)}


def test_coupons_come_from_26_prefectures_with_the_face_values_of_the_time(lives):
    assert {life.coupon.prefecture for life in lives} == set(PREFECTURES)
    assert {life.coupon.face_value_yen for life in lives} == {1000, 2000, 3000}
    assert len(PREFECTURES) == 26


def test_expiries_lie_around_the_minute_that_the_notice_names(lives):
    assert {life.coupon.last_minute for life in lives} == {
        japan("2023-02-22 23:59"),
        japan("2023-02-23 23:59"),
        japan("2023-02-24 23:00"),
        japan("2023-02-24 23:59"),
        japan("2023-02-25 23:59"),
        japan("2023-02-26 23:59"),
    }


def test_the_balance_never_leaves_0_to_face_value(lives):
    for life in lives:
        balance = life.coupon.face_value_yen
        for entry in sorted(life.entries, key=lambda entry: entry.occurred_at):
            balance += SIGN[entry.kind] * entry.amount_yen
            assert min(max(balance, 0), life.coupon.face_value_yen) == balance


def test_nothing_is_paid_before_the_coupon_is_usable(lives):
    assert [entry for life in lives for entry in life.entries if entry.occurred_at < life.usable_from] == []


def test_nothing_is_issued_or_charged_in_the_outage(lives):
    at = [life.coupon.issued_at for life in lives] + [life.coupon.charged_at for life in lives]

    assert [moment for moment in at if moment and OUTAGE_FROM <= moment < OUTAGE_UNTIL] == []


@pytest.mark.parametrize(
    "edge",
    [
        OUTAGE_FROM,
        OUTAGE_UNTIL - SECOND,
        OUTAGE_UNTIL,
        EXTENDED_UNTIL - SECOND,
        EXTENDED_UNTIL,
        USABLE_UNTIL - SECOND,
        USABLE_UNTIL,
    ],
    ids=str,
)
def test_payments_fall_on_both_sides_of_every_deadline(entries, edge):
    assert edge in {entry.occurred_at for entry in entries if entry.kind == PAYMENT}


def test_a_few_payments_are_dated_in_april(entries):
    share = sum(entry.kind == PAYMENT and entry.occurred_at >= USABLE_UNTIL for entry in entries) / len(entries)

    assert round(share, 2) == 0.02


def test_balances_of_0_and_of_1_yen_occur_with_the_ground_and_without(verdicts):
    assert {(v.ground, v.frozen_yen) for v in verdicts if v.frozen_yen in (0, 1)} == {
        ("A", 0),
        ("A", 1),
        ("", 0),
        ("", 1),
    }


def test_what_is_owed_goes_to_members_or_waits_for_a_claim(verdicts):
    paths = Counter(v.path for v in verdicts)

    assert (set(paths), paths[""] > paths["claim"] > paths["member"] > 3000) == ({"", "claim", "member"}, True)


def test_wrong_payments_lie_in_the_outage(lives):
    wrong = [entry for life in lives for entry in life.wrong]

    assert [entry for entry in wrong if not OUTAGE_FROM <= entry.occurred_at < OUTAGE_UNTIL] == []
    assert Counter(life.wrong_kind for life in lives).keys() == {"", "B1", "B2"}


def test_a_second_press_has_the_store_and_the_amount_of_the_first_and_comes_seconds_later(lives):
    presses = Counter()
    for life in lives:
        if life.wrong_kind == "B2":
            first, *others = life.entries[life.entries.index(life.wrong[0]) - 1 :][: len(life.wrong) + 1]
            assert others == life.wrong
            assert {(press.store_no, press.amount_yen) for press in others} == {(first.store_no, first.amount_yen)}
            assert (others[-1].occurred_at - first.occurred_at) < timedelta(minutes=2)
            presses[len(life.wrong)] += 1

    assert set(presses) == {1, 2}


def test_cancellations_name_their_payment_or_not_early_and_in_april(lives):
    seen = set()
    for life in lives:
        payments = {entry.entry_no: entry for entry in life.entries if entry.kind == PAYMENT}
        for entry in life.entries:
            if entry.kind == CANCELLATION:
                named = payments.get(entry.cancels)
                in_april = entry.occurred_at >= USABLE_UNTIL
                seen.add((bool(named), in_april, bool(named) and named.occurred_at < USABLE_UNTIL))

    assert {(True, False, True), (True, True, True), (False, False, False), (False, True, False)} - seen == set()


def test_no_payment_is_cancelled_twice_or_for_another_amount_or_store(lives):
    for life in lives:
        payments = {entry.entry_no: entry for entry in life.entries if entry.kind == PAYMENT}
        named = [entry for entry in life.entries if entry.cancels]
        assert len({entry.cancels for entry in named}) == len(named)
        for entry in named:
            payment = payments[entry.cancels]
            assert (entry.amount_yen, entry.store_no) == (payment.amount_yen, payment.store_no)
            assert entry.occurred_at > payment.occurred_at


def test_members_have_phone_or_mail_or_both_and_left_before_after_or_never(parties):
    members = [party.member for party in parties if party.member]

    assert {(bool(m.phone), bool(m.email)) for m in members} == {(True, True), (True, False), (False, True)}
    assert {m.left_at and m.left_at < USABLE_UNTIL for m in members} == {None, True, False}
    assert {japan("2023-03-31 23:59:59"), japan("2023-04-01 00:00:00")} - {m.left_at for m in members} == set()


def test_a_party_has_some_coupons_in_the_app_and_some_on_paper(parties):
    mixes = {frozenset(bool(life.coupon.member_no) for life in party.lives) for party in parties}

    assert mixes == {frozenset({True}), frozenset({False}), frozenset({True, False})}
