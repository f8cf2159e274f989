"""Four digits are few: wrong answers are counted, for a number and for an address, however they come."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from claims import looking_up
from claims.limits import Limit
from claims.models import Attempt
from tests.makers import regionpay
from tests.matching.people import covered
from tests.races.guards import Background
from tests.status.people import DIGITS, an_unknown_number, claim, guess, let_in, said


@pytest.mark.django_db
def test_five_wrong_answers_close_a_number_for_an_hour_known_or_not(client):
    for number in (claim(covered()).receipt_no, an_unknown_number()):
        Attempt.objects.all().delete()
        codes = [guess(client, number, "1111").status_code for _ in range(6)]
        assert (codes, guess(client, number, DIGITS).status_code) == ([200] * 5 + [429], 429)


@pytest.mark.django_db
def test_without_the_limit_the_sixth_guess_passes(client, monkeypatch):
    """The guard, taken away."""
    made = claim(covered())
    for limit in ("WRONG_FOR_A_NUMBER", "WRONG_FROM_AN_ADDRESS"):
        monkeypatch.setattr(looking_up, limit, Limit(limit, 10**6, timedelta(hours=1)))
    codes = [guess(client, made.receipt_no, f"{digits:04}").status_code for digits in (9, 8, 7, 6, 5, 2)]
    assert codes == [200] * 5 + [302]


@pytest.mark.django_db
def test_an_hour_later_it_opens_again(client):
    made = claim(covered())
    for _ in range(6):
        guess(client, made.receipt_no, "1111")
    with connection.cursor() as cursor:
        cursor.execute("update claims_attempt set at = at - interval '1 hour'")
    assert let_in(client, made).status_code == 302


@pytest.mark.django_db
def test_ten_wrong_answers_close_an_address_whatever_the_numbers(client):
    codes = [guess(client, an_unknown_number(), "1111").status_code for _ in range(11)]
    assert codes == [200] * 10 + [429]


@pytest.mark.django_db
def test_another_address_of_the_same_line_is_no_other_address():
    from_one_line = [Client(REMOTE_ADDR=f"2001:db8:0:1::{nth:x}") for nth in range(11)]
    codes = [guess(client, an_unknown_number(), "1111").status_code for client in from_one_line]
    assert codes == [200] * 10 + [429]


@pytest.mark.django_db
def test_right_answers_are_not_counted(client):
    made = claim(covered())
    assert {let_in(client, made).status_code for _ in range(12)} == {302}
    assert Attempt.objects.count() == 0


@pytest.mark.django_db
def test_too_many_is_said_politely(client):
    number = an_unknown_number()
    answer = [guess(client, number, "1111") for _ in range(6)][-1]
    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")
    assert said(answer).startswith("少し時間をおいて、もう一度お試しください")


def test_twenty_guesses_at_once_are_still_five(own_database):
    made = claim(covered())

    def one(digits: int) -> bool:
        try:
            return (
                looking_up.look_up(
                    scheme=regionpay(), receipt_no=made.receipt_no, digits=f"{digits:04}", address="192.0.2.7"
                )
                is not None
            )
        except looking_up.limits.TooMany:
            return True

    runs = [Background(lambda digits=digits: one(digits)) for digits in range(1000, 1020)]
    assert [run.join().error for run in runs] == [None] * 20
    assert Attempt.objects.filter(kind=looking_up.WRONG_FOR_A_NUMBER.kind).count() == 5


@pytest.mark.django_db
def test_a_number_that_exists_costs_the_same_work_as_one_that_does_not(client):
    """Counted in statements: what takes time, and what could be measured from outside."""

    def statements(number: str) -> list[str]:
        with CaptureQueriesContext(connection) as asked:
            guess(client, number, "1111")
        return [query["sql"].split()[0].lower() for query in asked]

    assert statements(claim(covered()).receipt_no) == statements(an_unknown_number())


@pytest.mark.django_db
def test_a_guess_while_a_number_is_closed_is_not_looked_at(client):
    made = claim(covered())
    answers = [said(guess(client, made.receipt_no, digits)) for digits in ["1111"] * 6 + [DIGITS]]
    assert answers[-1] == answers[-2]
