"""The desk's screens are joined up: from a row to its review and a claim on the phone, filled in as far as one may."""

import pytest
from django.test import Client

from config import clock
from tests.desk_screens.people import DESK, NO, PHONE, claimed, identify, in_the_app, path, search
from tests.makers import japan, regionpay
from tests.review.people import AT, wrong_number
from tests.staff.people import client_of, staff

pytestmark = pytest.mark.django_db
TAKE = f"{DESK}review/take/points/"


@pytest.fixture
def clerk() -> Client:
    return client_of(staff("yamada", "clerk"))


def case(claim) -> str:
    return f'href="{DESK}review/claim/{claim.pk}/"'


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


class TestToTheReviewAndBack:
    def test_a_line_in_review_leads_to_its_case_and_the_case_back(self):
        clock.move_to(AT)
        claim = wrong_number().claim
        reviewer = client_of(staff("sato", "reviewer"))
        page = html(reviewer, path(claim))
        assert (case(claim) in page, "審査する" in page) == (True, True)
        back = html(reviewer, f"{DESK}review/claim/{claim.pk}/")
        assert [f'href="{address}"' in back for address in (path(claim), DESK)] == [True, True]

    def test_who_may_not_review_is_not_led_there(self, clerk):
        clock.move_to(AT)
        claim = wrong_number().claim
        assert case(claim) not in html(clerk, path(claim))

    def test_a_case_leads_to_its_coupon(self):
        claim = claimed()
        coupon = claim.lines.get().coupon
        page = html(client_of(staff("sato", "reviewer")), f"{DESK}review/claim/{claim.pk}/")
        assert f'href="{path(coupon)}"' in page


class TestToAClaimOnThePhone:
    def test_a_coupon_that_was_named_is_filled_in(self, clerk):
        coupon = in_the_app()
        page = search(clerk, NO).content.decode()
        assert f'href="{TAKE}?coupon={coupon.pk}"' in page
        form = html(clerk, f"{TAKE}?coupon={coupon.pk}")
        assert "1234 5678 9012</textarea>" in form
        assert '<option value="47" selected>' in form
        assert 'name="travel_day" value="23"' in form
        assert f'href="{path(coupon)}"' in form

    def test_a_number_that_was_not_named_is_not(self, clerk):
        """Question 16: nobody can read out what the caller did not say."""
        coupon = in_the_app()
        form = html(clerk, f"{TAKE}?coupon={coupon.pk}")
        assert [number in form for number in (NO, "1234 5678 9012")] == [False, False]
        assert '<option value="47" selected>' in form

    def test_contacts_only_of_who_was_identified(self, clerk):
        coupon = in_the_app()
        address = f"{TAKE}?coupon={coupon.pk}"
        assert PHONE not in html(clerk, address)
        identify(clerk, coupon, "phone", "travel")
        assert f'value="{PHONE}"' in html(clerk, address)

    def test_the_same_claimant_asks_for_another_coupon(self, clerk):
        claim = claimed()
        identify(clerk, claim, "name", "travel")
        form = html(clerk, f"{TAKE}?claim={claim.pk}")
        assert ('value="沖縄 太郎"' in form, f'value="{claim.deliver_to}"' in form) == (True, True)

    @pytest.mark.parametrize("query", ["coupon=0", "coupon=x", "member=99999999999999999999", "claim=-1"])
    def test_nonsense_fills_nothing(self, clerk, query):
        clock.move_to(japan("2023-04-05 12:00"))
        answer = clerk.get(f"{TAKE}?{query}")
        assert (answer.status_code, "お客様の画面に戻る" in answer.content.decode()) == (200, False)

    def test_another_schemes_row_fills_nothing(self, clerk):
        coupon = in_the_app()
        later = regionpay()
        later.pk, later.slug, later.outage_from = None, "later", later.outage_from.replace(day=25)
        later.outage_until = later.outage_until.replace(day=26)
        later.save()
        assert "お客様の画面に戻る" not in html(clerk, f"{TAKE}?coupon={coupon.pk}")
