"""Five wrong passwords for a name from an address close the log-in for that pair, for a quarter of an hour."""

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.db.models import F
from django.test import Client

from tests.staff.people import PASSWORD, client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"
LOCKED = "15分間止めています"


def log_in(name: str = "hanako", password: str = PASSWORD, address: str = HERE) -> tuple[int, bool]:
    """The answer to a log-in, and whether it says that it is closed."""
    answer = Client(REMOTE_ADDR=address).post("/admin/login/?next=/admin/", {"username": name, "password": password})
    return answer.status_code, LOCKED in answer.content.decode()


def lock(name: str = "hanako") -> list[tuple[int, bool]]:
    return [log_in(name, "wrong") for _ in range(5)]


def on_trail(action: str) -> int:
    return AuditEvent.objects.filter(action=action).count()


@pytest.fixture
def hanako():
    return staff("hanako", "clerk", password=PASSWORD)


def test_the_fifth_wrong_password_closes_and_the_right_one_does_not_open(hanako):
    assert lock() == [(200, False)] * 4 + [(429, True)]
    assert [log_in(), log_in()] == [(429, True)] * 2
    assert (on_trail("locked out"), on_trail("logged in")) == (1, 0)


def test_from_elsewhere_and_for_others_it_stays_open(hanako):
    staff("taro", "clerk", password=PASSWORD)
    lock()
    assert [log_in(address=ELSEWHERE), log_in("taro")] == [(302, False)] * 2


def test_another_address_of_the_same_line_is_no_elsewhere(hanako):
    for nth in range(5):
        log_in(password="wrong", address=f"2001:db8:0:1::{nth:x}")
    assert [log_in(address="2001:db8:0:1::ff")[0], log_in(address="2001:db8:0:2::1")[0]] == [429, 302]


def test_it_opens_again_by_itself_and_trying_meanwhile_does_not_prolong_it(hanako):
    lock()
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=14))
    assert log_in() == (429, True)
    AccessAttempt.objects.update(attempt_time=F("attempt_time") - timedelta(minutes=1))
    assert log_in() == (302, False)


def test_a_right_password_forgets_the_wrong_ones(hanako):
    for _ in range(2):
        assert [log_in(password="wrong") for _ in range(4)] == [(200, False)] * 4
        assert log_in() == (302, False)


def test_an_administrator_opens_it(hanako):
    lock()
    chef = client_of(staff("chef", "administrator"))
    keys = f"/admin/auth/user/{hanako.pk}/keys/"
    assert HERE in chef.get(keys).content.decode()
    assert log_in() == (429, True)  # looking opened nothing
    assert chef.post(keys, {"unlock": ""}).status_code == 302
    assert HERE not in chef.get(keys).content.decode()
    assert log_in() == (302, False)
    assert AuditEvent.objects.get(action="unlocked").who == "chef"


def test_a_name_that_is_nobodys_looks_the_same_and_leaves_no_trail(hanako):
    assert lock("my-passw0rd-by-mistake") == lock()
    assert AuditEvent.objects.get(action="locked out").about == f"auth.user/{hanako.pk}"


@pytest.mark.parametrize("name", ["", "hana\0ko", "花" * 300])
def test_an_odd_name_breaks_nothing(name):
    assert log_in(name) == (200, False)


def test_an_odd_browser_breaks_nothing(hanako):
    client = Client(REMOTE_ADDR="", HTTP_USER_AGENT="a" * 3000, HTTP_ACCEPT="b" * 3000)
    assert client.post("/admin/login/?next=" + "c" * 3000, {"username": "hanako", "password": "d\0"}).status_code == 200


def test_no_password_is_kept(hanako):
    log_in(password="wrong-one")
    assert "wrong-one" not in str(list(AccessAttempt.objects.values()))


def test_a_log_in_is_on_the_trail_and_a_wrong_one_is_none(hanako):
    log_in(password="wrong")
    log_in()
    assert list(AuditEvent.objects.values_list("who", "action")) == [("hanako", "logged in")]


def test_who_has_no_role_has_the_password_and_stands_outside():
    staff("nobody", password=PASSWORD)
    client = Client()
    client.post("/admin/login/?next=/admin/", {"username": "nobody", "password": PASSWORD})
    assert client.get("/admin/").status_code == 302
    assert "nobody" in client.get("/admin/login/").content.decode()
