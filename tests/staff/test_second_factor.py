"""The second factor: asked for in production, replaced by nobody who has only the password, each code good once."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from desk.models import Authenticator
from desk.staff import second_factor
from tests.staff.people import PASSWORD, client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
ASK, SET_UP, RECOVERY = "/admin/second-factor/", "/admin/second-factor/set-up/", "/admin/second-factor/recovery/"


@pytest.fixture
def production(settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


def now_of(app: Authenticator, steps: int = 0) -> str:
    """What the app shows, now or so many half minutes away."""
    return f"{totp(app.bin_key, drift=steps):06d}"


def enrolled(name: str = "hanako", role: str = "clerk", **more) -> tuple[User, Authenticator, list[str]]:
    """Somebody with an app, and their recovery codes. The app's first code was that of half a minute ago."""
    user = staff(name, role, **more)
    app, codes = second_factor.finish(user, now_of(second_factor.begin(user), -1))
    return user, app, codes


def is_in(client: Client) -> bool:
    return client.get("/admin/coupons/coupon/").status_code == 200


def actions() -> list[str]:
    return list(AuditEvent.objects.filter(who="hanako").order_by("id").values_list("action", flat=True))


def test_from_the_password_to_the_codes_and_in_again(production):
    staff("hanako", "clerk", password=PASSWORD)
    client = Client()
    log_in = {"username": "hanako", "password": PASSWORD, "next": "/admin/coupons/coupon/"}
    page = client.post("/admin/login/", log_in, follow=True)
    assert [address for address, _ in page.redirect_chain][-1] == SET_UP
    page = client.post(SET_UP, {"begin": ""}, follow=True).content.decode()
    app = Authenticator.objects.get()
    secret = re.search(r'staff-secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    assert secret == parse_qs(urlsplit(app.config_url).query)["secret"][0]
    page = client.post(SET_UP, {"code": now_of(app)}).content.decode()
    codes = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert (len(set(codes)), is_in(client)) == (10, True)

    client = Client()
    page = client.post("/admin/login/", log_in, follow=True)
    assert page.redirect_chain[-1][0] == f"{ASK}?next=%2Fadmin%2Fcoupons%2Fcoupon%2F"
    assert not is_in(client)
    answer = client.post(ASK, {"code": codes[0].upper(), "next": "/admin/coupons/coupon/"})
    assert (answer.status_code, answer.url, is_in(client)) == (302, "/admin/coupons/coupon/", True)
    assert actions() == [
        *("logged in", "second factor begun", "second factor set up", "recovery codes made"),
        *("logged in", "recovery code used"),
    ]


def test_in_production_nothing_opens_without_it(production):
    client = client_of(staff("hanako", "clerk"))
    root = client_of(staff("root", is_superuser=True))
    assert [is_in(client), is_in(root), client.post("/admin/password_change/").status_code] == [False, False, 302]


def test_in_a_rehearsal_only_who_has_one_is_asked():
    assert is_in(client_of(staff("taro", "clerk")))
    user, app, _ = enrolled()
    client = client_of(user)
    assert not is_in(client)
    client.post(ASK, {"code": now_of(app)})
    assert is_in(client)


WIDE = {ord("0") + digit: ord("０") + digit for digit in range(10)}


@pytest.mark.parametrize(
    "typed", [lambda code: code.translate(WIDE), lambda code: f" {code}　", lambda code: f"{code[:3]} {code[3:]}"]
)
def test_a_code_may_be_typed_in_any_width(typed, production):
    user, app, _ = enrolled()
    client = client_of(user)
    client.post(ASK, {"code": typed(now_of(app))})
    assert is_in(client)


@pytest.mark.parametrize("code", ["", "12345", "0000000", "abcde-fghjk", "１２３", "\0", "9" * 5000, "-1", "１²³456"])
def test_what_is_no_code_is_refused(code, production):
    user, _, _ = enrolled()
    client = client_of(user)
    answer = client.post(ASK, {"code": code})
    assert (answer.status_code, is_in(client)) == (200, False)
    assert "コードが違います" in answer.content.decode()


def test_a_code_works_once_and_an_old_one_not_at_all(production):
    user, app, _ = enrolled()
    old, code = now_of(app, -1), now_of(app)
    for tried, lets_in in ((old, False), (code, True), (code, False)):
        Authenticator.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
        client = client_of(user)
        client.post(ASK, {"code": tried})
        assert is_in(client) == lets_in


def test_after_a_wrong_code_one_has_to_wait(production):
    user, app, _ = enrolled()
    client = client_of(user)
    client.post(ASK, {"code": "000000" if now_of(app) != "000000" else "000001"})
    Authenticator.objects.update(throttling_failure_count=10)
    answer = client.post(ASK, {"code": now_of(app)})
    assert ("少し待ってから" in answer.content.decode(), is_in(client)) == (True, False)


def test_a_recovery_code_works_once_and_only_for_its_owner(production):
    user, _, codes = enrolled()
    other, _, _ = enrolled("taro")
    tries = [(other, codes[0], False), (user, codes[0], True), (user, codes[0], False), (user, codes[1], True)]
    for who, code, lets_in in tries:
        StaticDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
        client = client_of(who)
        client.post(ASK, {"code": code})
        assert is_in(client) == lets_in
    assert second_factor.recovery_codes_left(user) == 8


def test_the_database_holds_neither_the_apps_secret_nor_a_recovery_code():
    _, app, codes = enrolled()
    stored = str([*Authenticator.objects.values(), *StaticToken.objects.values()])
    plain = [code.replace("-", "") for code in codes]
    assert [secret for secret in (app.bin_key.hex(), *codes, *plain) if secret in stored] == []
    assert app.key != app.bin_key.hex()


def test_a_password_alone_replaces_no_app_and_makes_no_codes(production):
    user, app, _ = enrolled()
    client = client_of(user)
    answers = [
        client.post(SET_UP, {"begin": ""}).url,
        client.post(SET_UP, {"code": now_of(app)}).url,
        client.get(SET_UP).url,
        client.post(RECOVERY).url,
    ]
    assert answers == [ASK] * 4
    assert (Authenticator.objects.get(), second_factor.recovery_codes_left(user)) == (app, 10)


def test_a_new_app_ends_the_old_one_its_codes_and_its_sessions(production):
    user, app, codes = enrolled()
    here, there = client_of(user), client_of(user)
    here.post(ASK, {"code": now_of(app)})
    there.post(ASK, {"code": codes[0]})
    here.post(SET_UP, {"begin": ""})
    assert is_in(here)  # the old app is in use until the new one's first code
    fresh = Authenticator.objects.get(confirmed=False)
    here.post(SET_UP, {"code": now_of(fresh)})
    assert Authenticator.objects.get().pk == fresh.pk
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(user, codes[1])
    assert (is_in(here), is_in(there)) == (True, False)


def test_new_recovery_codes_end_the_old_ones(production):
    user, app, codes = enrolled()
    client = client_of(user)
    client.post(ASK, {"code": now_of(app)})
    page = client.post(RECOVERY).content.decode()
    new = re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page)
    assert (len(new), set(new) & set(codes), second_factor.recovery_codes_left(user)) == (10, set(), 10)
    with pytest.raises(second_factor.WrongCode):
        second_factor.check(user, codes[0])


def test_a_reset_by_an_administrator_ends_the_session_and_begins_anew(production):
    user, app, _ = enrolled()
    client = client_of(user)
    client.post(ASK, {"code": now_of(app)})
    chef, chefs_app, _ = enrolled("chef", "administrator")
    by_chef = client_of(chef)
    by_chef.post(ASK, {"code": now_of(chefs_app)})
    assert is_in(client)
    assert by_chef.post(f"/admin/auth/user/{user.pk}/keys/", {"reset": ""}).status_code == 302
    assert not is_in(client)
    assert client.get(ASK).url == SET_UP
    assert AuditEvent.objects.get(action="second factor reset").who == "chef"
    assert by_chef.post(f"/admin/auth/user/{chef.pk}/keys/", {"reset": ""}).status_code == 403


def test_the_second_factor_leads_to_no_other_site(production):
    user, app, _ = enrolled()
    client = client_of(user)
    answer = client.post(ASK, {"code": now_of(app), "next": "https://elsewhere.example/"})
    assert answer.url == "/admin/"


def test_the_session_has_another_number_afterwards(production):
    user, app, _ = enrolled()
    client = client_of(user)
    client.get(ASK)
    before = client.session.session_key
    client.post(ASK, {"code": now_of(app)})
    assert client.session.session_key != before


def test_looking_at_the_pages_makes_nothing(production):
    client = client_of(staff("hanako", "clerk"))
    client.get(ASK)
    client.get(SET_UP)
    client.get(RECOVERY)
    assert (Authenticator.objects.count(), StaticDevice.objects.count()) == (0, 0)


def test_a_retired_key_ends_the_app_and_leaves_the_recovery_codes(production, settings):
    user, _, codes = enrolled()
    settings.TOKEN_KEYS = "other:another-secret-of-the-ring"
    client = client_of(user)
    answer = client.post(ASK, {"code": "123456"})
    assert (answer.status_code, is_in(client)) == (200, False)
    client.post(ASK, {"code": codes[0]})
    assert is_in(client)


def test_who_gives_up_half_way_is_logged_out(production):
    user, _, _ = enrolled()
    client = client_of(user)
    client.post("/admin/logout/")
    assert client.get(ASK).url.startswith("/admin/login/")


def test_half_a_log_in_lasts_as_short_as_a_whole_one(production):
    user, app, _ = enrolled()
    client = client_of(user)
    client.get(ASK)
    session = client.session
    session["staff_seen"] -= timedelta(minutes=30).total_seconds()
    session.save()
    client.post(ASK, {"code": now_of(app)})
    assert not is_in(client)
