"""Mass sending: what waits is counted, five messages shown without what is their receivers', none sent."""

import pytest
from django.contrib.auth.models import User

from coupons.loading.run import load
from notifications import releases
from notifications.models import CHANGED, Release
from tests.coupons.load_files import HEADERS, write
from tests.makers import hanako, regionpay
from tests.notifications.people import CONTEXT, at_noon, queued
from tests.staff.people import client_of, staff
from trail.models import AuditEvent

pytestmark = pytest.mark.django_db
ASK = "/admin/notifications/release/ask/"
LINKS = {"scheme": "regionpay-2023", "what": "receive-links"}


def approving() -> str:
    """The page on which an approver sees what was asked for."""
    release = releases.ask(**LINKS, who="hanako")
    answer = client_of(staff("taro", "approver")).get(f"/admin/notifications/release/{release.pk}/approve/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_counts_what_waits_by_channel():
    for _ in range(3):
        queued(release="receive-links")
    queued(release="receive-links", channel="mail", to="hanako@example.jp")
    queued()  # waits for nobody
    queued(release="receive-links", scheme="other-2023")
    assert "4件（メール 1件、SMS 3件）" in approving()


def test_it_shows_five_of_every_kind_in_turn_and_hides_whose_they_are():
    for number in range(6):
        queued(release="receive-links", context={**CONTEXT, "amount_yen": 1000 + number})
    queued(
        release="receive-links",
        channel="mail",
        to="hanako@example.jp",
        context={**CONTEXT, "name": "沖縄花子", "amount_yen": 9870},
    )
    page = approving()
    assert page.count("<article") == 5
    assert [yen for yen in ("9,870円", "1,000円", "1,003円", "1,004円") if yen in page] == [
        "9,870円",
        "1,000円",
        "1,003円",
    ]
    assert page.count("/r/（お客様ごとのURL）/") == 5
    assert "（お名前） 様" in page
    secrets = ("沖縄花子", "hanako@example.jp", "09000000001", CONTEXT["link"]["salt"])
    assert [secret for secret in secrets if secret in page] == []


def test_looking_asks_and_approves_nothing():
    queued(release="receive-links")
    client_of(staff("hanako", "operator")).get(ASK)
    assert Release.objects.count() == 0
    approving()
    assert Release.objects.get().approved_at is None


def test_what_nobody_asked_for_is_offered_once():
    queued(release="receive-links")
    client = client_of(staff("hanako", "operator"))
    assert client.get(ASK).content.decode().count("この一斉送信を頼む") == 1
    assert client.post(ASK, LINKS).status_code == 302
    assert "まだ頼んでいないものはありません" in client.get(ASK).content.decode()
    assert client.post(ASK, LINKS).status_code == 409


@pytest.mark.parametrize(
    "posted", [{}, {"scheme": "regionpay-2023", "what": "everything"}, {"what": "receive-links\0"}]
)
def test_what_does_not_wait_cannot_be_asked_for(posted):
    queued(release="receive-links")
    assert client_of(staff("hanako", "operator")).post(ASK, posted).status_code == 409
    assert Release.objects.count() == 0


def test_approved_is_final_and_says_so():
    release = releases.ask(**LINKS, who="hanako")
    releases.approve(**LINKS, who="saburo")
    page = f"/admin/notifications/release/{release.pk}/approve/"
    taro = client_of(staff("taro", "approver"))
    assert "もう承認されています" in taro.get(page).content.decode()
    assert taro.post(page).status_code == 409
    assert Release.objects.get().approved_by == "saburo"


def test_a_post_from_another_site_is_refused():
    release = releases.ask(**LINKS, who="hanako")
    taro = client_of(staff("taro", "approver"), enforce_csrf_checks=True)
    assert taro.post(f"/admin/notifications/release/{release.pk}/approve/").status_code == 403
    assert Release.objects.get().approved_at is None


def test_the_list_leads_each_to_what_they_may_do():
    releases.ask(**LINKS, who="hanako")
    pages = {
        role: client_of(staff(role, role)).get("/admin/notifications/release/").content.decode()
        for role in ("operator", "approver", "auditor")
    }
    assert {role: ("一斉送信を頼む" in page, "内容を見て承認する" in page) for role, page in pages.items()} == {
        "operator": (True, False),
        "approver": (False, True),
        "auditor": (False, False),
    }


def test_the_page_says_when_it_was_asked_for_as_people_write_it():
    at_noon()
    release = releases.ask(**LINKS, who="hanako")
    page = client_of(staff("taro", "approver")).get(f"/admin/notifications/release/{release.pk}/approve/")
    assert "hanako さんが 2023年4月3日（月） に頼みました。" in page.content.decode()


def test_what_is_let_go_is_what_was_seen():
    queued(release="receive-links")
    release = releases.ask(**LINKS, who="hanako")
    page = f"/admin/notifications/release/{release.pk}/approve/"
    taro = client_of(staff("taro", "approver"))
    assert '<input type="hidden" name="seen" value="1">' in taro.get(page).content.decode()
    queued(release="receive-links")

    for seen in ("1", "x", ""):
        late = taro.post(page, {"seen": seen})
        assert (late.status_code, "件数が変わりました" in late.content.decode()) == (409, True)
    assert Release.objects.get().approved_at is None
    assert '<input type="hidden" name="seen" value="2">' in late.content.decode()

    assert taro.post(page, {"seen": "2"}).status_code == 302
    assert AuditEvent.objects.get(action="released").detail["messages"] == 2


def test_what_goes_where_a_later_file_says_names_the_files_and_who_loaded_them(tmp_path):
    row = f"{hanako(regionpay()).member_no},,new@example.jp,"
    load(scheme=regionpay(), paths=[write(tmp_path, "members-0401.csv", HEADERS["members"], row)])
    changed = LINKS | {"what": CHANGED}
    queued(release=CHANGED)
    taro = client_of(staff("taro", "approver"))
    for asked, is_named in ((LINKS, False), (changed, True)):
        release = releases.ask(**asked, who="hanako")
        answer = taro.get(f"/admin/notifications/release/{release.pk}/approve/")
        assert ("members-0401.csv（1人）" in answer.content.decode()) == is_named
        assert ("500件まで" in answer.content.decode()) != is_named
        assert ("申請された方の受取URLは、この数に入らず" in answer.content.decode()) != is_named


def test_who_loaded_the_file_does_not_let_go_what_goes_there(tmp_path):
    row = f"{hanako(regionpay()).member_no},,new@example.jp,"
    loaded = [write(tmp_path, "members.csv", HEADERS["members"], row)]
    load(scheme=regionpay(), paths=loaded, who=staff("taro", "operator", "approver").username)
    release = releases.ask(**LINKS | {"what": CHANGED}, who="hanako")
    page = f"/admin/notifications/release/{release.pk}/approve/"
    taro = client_of(User.objects.get(username="taro"))

    answer = taro.post(page, {"seen": "0"})
    assert (answer.status_code, "あなたが取り込みました" in answer.content.decode()) == (409, True)
    assert client_of(staff("jiro", "approver")).post(page, {"seen": "0"}).status_code == 302
