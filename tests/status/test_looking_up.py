"""「受付状況を調べる」: a receipt number and four digits open one claim; a wrong pair tells nothing but that it is wrong."""

import pytest

from claims import receipt
from claims.models import Attempt
from tests.makers import other_scheme
from tests.matching.people import covered
from tests.status.people import CLAIM, DIGITS, STATUS, an_unknown_number, claim, faults, guess, let_in, said
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
WRONG_PAIR = "受付番号か電話番号が違います。"


def test_a_right_pair_leads_to_the_claim_at_an_address_without_anything_secret(client):
    made = claim(covered())
    answer = let_in(client, made)
    assert (answer.status_code, answer["Location"]) == (302, CLAIM)
    assert made.receipt_no in said(client.get(CLAIM))


@pytest.mark.parametrize("shape", ["{}", "{0[2]}{0[3]}{0[4]}{0[5]} {0[7]}{0[8]}{0[9]}{0[10]} {0[12]}", "　{}。"])
def test_numbers_are_taken_as_people_type_them(client, shape):
    made = claim(covered())
    assert guess(client, shape.format(made.receipt_no), "００ ０２").status_code == 302


def test_the_phone_that_messages_go_to_will_do_as_well(client):
    made = claim(covered(), by="09011112222")
    assert [let_in(client, made, digits).status_code for digits in ("2222", DIGITS, "1111")] == [302, 302, 200]


def test_a_mail_address_has_no_last_digits(client):
    made = claim(covered(), by="taro@example.0003", phone="")
    assert let_in(client, made, "0003").status_code == 200


def test_a_wrong_pair_and_an_unknown_number_read_the_same(client):
    made = claim(covered())
    pages = [guess(client, number, "1111") for number in (made.receipt_no, an_unknown_number())]
    assert [faults(page) for page in pages] == [[WRONG_PAIR]] * 2
    told = [said(page) for page in pages]
    assert (pages[0].status_code, told[0]) == (pages[1].status_code, told[1])
    assert [cookie for page in pages for cookie in page.cookies if cookie.startswith("status")] == []


def test_a_slip_in_the_number_is_told_and_costs_no_try(client):
    made = claim(covered())
    slipped = made.receipt_no[:-1] + str((int(made.receipt_no[-1]) + 1) % 10)
    (fault,) = faults(guess(client, slipped, DIGITS))
    assert fault.startswith("受付番号の数字をもう一度お確かめください。")
    assert Attempt.objects.count() == 0


def test_of_another_scheme_it_is_unknown(client):
    made = claim(covered(), scheme=other_scheme())
    assert faults(let_in(client, made)) == [WRONG_PAIR]


def test_a_code_is_for_claims_only(client):
    answer = client.post(f"{STATUS}code/", {"receipt_no": receipt.new_number(receipt.INCIDENT)})
    (fault,) = faults(answer)
    assert fault == "Bで始まる受付番号は、電話番号の下4桁でお調べください。"


def test_who_looked_is_in_the_trail_and_who_guessed_is_not(client):
    made = claim(covered())
    for digits in ("1111", DIGITS):
        let_in(client, made, digits)
    about = AuditEvent.objects.filter(about=f"claims.claim/{made.pk}", action="status opened")
    assert [event.detail for event in about] == [{"by": "phone digits"}]


@pytest.mark.parametrize("path", ["", "code/", "lost/", "lost/sent/", "claim/", "claim/withdraw/"])
def test_no_page_is_stored_found_or_told_to_the_next_site(client, path):
    let_in(client, claim(covered()))
    answer = client.get(STATUS + path)
    assert answer.status_code == 200
    assert [answer[header] for header in ("Cache-Control", "Referrer-Policy", "X-Robots-Tag")] == [
        "no-store, private",
        "no-referrer",
        "noindex, nofollow",
    ]
