"""Every staff address × every role and nobody, against the table (desk/roles.py); one that is not listed fails."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from claims import proposals
from coupons import eligibility
from desk import roles
from notifications import releases
from payouts import orders
from tests.changes import addresses as what_is_told
from tests.desk_screens import addresses as of_payouts
from tests.incidents import addresses as case_b
from tests.issuers import addresses as of_issuers
from tests.makers import code, coupon, hanako, japan, opened, pay, regionpay
from tests.matching.people import filed
from tests.notifications.people import queued
from tests.refunds import addresses as bank_refunds
from tests.schemes import addresses as of_schemes
from tests.shops import addresses as shops
from tests.staff.people import client_of, staff
from tests.unreached import addresses as unreached
from trail import jobs, persons
from trail.duties import run
from trail.record import record

pytestmark = pytest.mark.django_db

ANYBODY, EVERY_ROLE, NOBODY = "anybody", "desk.enter", "nobody"
SCREENS = {  # addresses beside the models' own: what each needs
    "admin:index": EVERY_ROLE,
    "admin:login": ANYBODY,
    "admin:logout": ANYBODY,
    "admin:password_change": EVERY_ROLE,
    "admin:password_change_done": EVERY_ROLE,
    "admin:autocomplete": NOBODY,  # no form asks it anything yet: it refuses what is not given
    "admin:jsi18n": EVERY_ROLE,
    "admin:view_on_site": EVERY_ROLE,
    "admin:app_list": EVERY_ROLE,
    **dict.fromkeys([f"admin:second_factor{page}" for page in ("", "_set_up", "_recovery")], EVERY_ROLE),
    **dict.fromkeys(["help", "help_page"], EVERY_ROLE),
    "admin:auth_user_keys": "staff.unlock",
    "admin:auth_user_password_change": "staff.manage",
    "admin:auth_user_roles": "staff.confirm",
    "admin:auth_user_role_confirm": "staff.confirm",
    "admin:auth_user_role_refuse": "staff.confirm",
    "admin:notifications_release_ask": "releases.ask",
    "admin:notifications_release_approve": "releases.approve",
    "admin:notifications_release_pause": "releases.pause",
}
ROWS_AT_THE_DESK = {"coupon": "coupons.coupon", "claim": "claims.claim", "member": "coupons.member"}
AT_THE_DESK = {"desk": "desk.search", "desk_note": "desk.call"} | {
    f"desk_{kind}{deed}": needed
    for kind in ROWS_AT_THE_DESK
    for deed, needed in {
        "": "desk.search",
        "_identify": "desk.reveal",
        "_send_code": "desk.reveal",
        "_code": "desk.reveal",
        "_note": "desk.call",
    }.items()
}
TAKING = ("read_back", "send_code", "check_code", "file", "taken")
REVIEW = {  # address: what it needs, and of which kind its row is
    "desk_review": ("desk.review", ""),
    "desk_review_case": ("desk.review", "claims.claim"),
    "desk_review_open": ("desk.review", "claims.claim"),
    "desk_review_close": ("desk.review", "claims.claim"),
    "desk_review_destination": ("desk.claim", "claims.claim"),
    "desk_review_ask_again": ("desk.claim", "claims.claim"),
    "desk_review_accept": ("desk.review", "claims.claimline"),
    "desk_review_second": ("desk.review", "claims.claimline"),
    "desk_review_decline": ("desk.review", "claims.claimline"),
    "desk_review_ask": ("desk.review", "claims.claimline"),
    "desk_review_grant": ("payouts.grant", "claims.claimline"),
    "desk_review_waiting": ("desk.approve_claim", ""),
    "desk_review_proposal": ("desk.approve_claim", "claims.proposal"),
    "desk_review_approve": ("desk.approve_claim", "claims.proposal"),
    "desk_review_send_back": ("desk.approve_claim", "claims.proposal"),
    "desk_review_take": ("desk.claim", "method"),
    **{f"desk_review_{name}": ("desk.claim", "claims.claim") for name in TAKING},
    "desk_review_asked": ("desk.claim", ""),
    "desk_review_take_back": ("desk.claim", "claims.proposal"),
    **{f"desk_review_{name}": ("letters.send", "") for name in ("letters", "letters_print")},
    **{f"desk_review_{name}": ("letters.send", "letter") for name in ("letter", "letter_result")},
    **{f"desk_review_{name}": ("desk.call", "") for name in ("calls", "calls_print")},
    **{f"desk_review_{name}": ("desk.call", "call") for name in ("call", "call_result")},
}
OPERATIONS = dict.fromkeys(("operations", "operations_jobs", "operations_job"), "operations.look") | {
    "operations_accounts": "accounts.make",
    "operations_files": "files.load",
    "operations_refused_rows": EVERY_ROLE,  # and what handing in the file took (desk/operations/refused_rows.py)
    "operations_job_again": "jobs.take",  # and what the kind of job asks for (desk/operations/jobs.py)
    "operations_job_file": "jobs.take",
}
REVIEW |= of_payouts.ADDRESSES | what_is_told.ADDRESSES | case_b.ADDRESSES | of_issuers.ADDRESSES
REVIEW |= shops.ADDRESSES | bank_refunds.ADDRESSES | unreached.ADDRESSES | of_schemes.ADDRESSES
SCREENS |= OPERATIONS | AT_THE_DESK | {name: needed for name, (needed, _kind) in REVIEW.items()}
MODELS = {  # who sees the list, the rows and their history
    "auth.user": "staff.look",
    "claims.announcement": "announcements.write",
    "coupons.change": "coupons.look",
    "coupons.coupon": "coupons.look",
    "coupons.issuer": "coupons.look",
    "coupons.member": "coupons.look",
    "coupons.scheme": "coupons.look",
    "coupons.store": "coupons.look",
    "notifications.message": "messages.look",
    "notifications.release": "releases.look",
    "payouts.brandsetting": "payouts.look_at_stock",
    "payouts.entitlement": "payouts.look",
    "payouts.payout": "payouts.look",
    "payouts.pointcode": "payouts.look_at_stock",
    "payouts.receivelink": "payouts.look",
    "payouts.refundbatch": "payouts.look_at_batches",
    "trail.auditevent": "trail.look",
    "trail.dutyrun": "operations.look",
}
ADDED = {
    "auth.user": "staff.manage",
    "claims.announcement": "announcements.write",
}
WITH_PARTS = {
    "coupons.coupon": ["entry", "extension", "change"],
    "payouts.payout": ["payoutitem", "receivelink", "pointorder"],
}
PAGES = {"changelist": MODELS, "change": MODELS, "history": MODELS, "add": ADDED, "delete": {}}


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address with its whole route and name."""
    for one in resolver.url_patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inside = f"{space}{one.namespace}:" if one.namespace else space
            yield from patterns(one, route, inside)
        else:
            yield route, f"{space}{one.name}" if one.name else "", one


STAFF = [(route, name, one) for route, name, one in patterns(get_resolver()) if route.startswith("admin/")]
MODEL_PAGES = {
    f"admin:{label.replace('.', '_')}_{page}": capabilities.get(label, NOBODY)
    for page, capabilities in PAGES.items()
    for label in MODELS
}
TABLE = SCREENS | MODEL_PAGES


def test_every_staff_address_is_listed():
    assert {name for _, name, _ in STAFF if name} == set(TABLE)
    assert {model._meta.label_lower for model in admin.site._registry} == set(MODELS)
    nameless = sorted(route.partition("<path:object_id>")[2] or route for route, name, _ in STAFF if not name)
    assert nameless == ["/"] * len(MODELS) + ["admin/(?P<url>.*)$"]


def test_a_view_asks_for_what_is_listed_and_stands_under_admin():
    asked = {
        (route.startswith("admin/"), name): one.callback.capability
        for route, name, one in patterns(get_resolver())
        if hasattr(one.callback, "capability")
    }
    assert asked == {(True, name): SCREENS[name] for _, name in asked}
    assert len(asked) >= 3


def test_every_capability_that_is_listed_is_in_the_table():
    known = {capability.name for capability in roles.CAPABILITIES}
    assert set(TABLE.values()) - {ANYBODY, NOBODY} <= known
    assert {capability.after for capability in roles.CAPABILITIES} - {""} <= known


@pytest.fixture
def world() -> dict[str, int]:
    """A row of nearly every kind; each kind's id."""
    on = coupon(member=hanako(regionpay()))
    pay(on, 500, "2023-02-24 18:00")
    eligibility.extend(regionpay(), japan("2023-02-27 00:00"))
    [payout] = opened(on)
    code("edy", payout.amount_yen)
    ordered = orders.order(payout_id=payout.pk, brand="edy", who="test", at=japan("2023-04-05 12:00"))
    queued(release="march-message")
    releases.ask(scheme="regionpay-2023", what="receive-links", who="somebody")
    record("looked", who="test", about="test")
    run("a duty", lambda: 0)
    staff("somebody", "operator")
    rows = {model._meta.label_lower: model.objects.order_by("pk").first() for model in admin.site._registry}
    job = jobs.ask(kind="load", scheme="regionpay-2023", who="somebody", files={"stores.csv": b"x"})
    claim = filed(on)
    stated = claim.lines.get()
    asked = {"line": stated, "by": staff("asker"), "reason": "test", "at": japan("2023-04-05 12:00")}
    return {label: row.pk if row else 1 for label, row in rows.items()} | {
        **what_is_told.rows() | case_b.rows() | shops.rows(),
        **of_issuers.rows(ordered) | bank_refunds.rows() | unreached.rows() | of_schemes.rows(),
        "claims.claim": claim.pk,
        "trail.job": job.pk,
        "trail.jobfile": job.files.get().pk,
        "claims.claimline": stated.pk,
        "claims.proposal": proposals.ask(deed="accept", claim=claim, details={"overriding": []}, coupon=on, **asked).pk,
        "letter": queued(key="letter", channel="letter", to="那覇市").pk,
        "call": queued(key="call", channel="call", to="0980000001").pk,
        "method": "points",
        "trail.rolerequest": persons.ask_for_role(user=staff("new"), role="approver", by=staff("other")).pk,
    }


def address(name: str, world: dict[str, int]) -> str:
    """A real address of the page."""
    given = {
        "admin:app_list": {"app_label": "coupons"},
        "admin:view_on_site": {"content_type_id": "1", "object_id": "1"},
        "admin:auth_user_keys": {"user_id": world["auth.user"]},
        "admin:auth_user_password_change": {"id": world["auth.user"]},
        "operations_accounts": {"slug": "regionpay-2023"},
        "help_page": {"slug": "calls"},
    }.get(name)
    if name.startswith("admin:auth_user_role_"):
        given = {"pk": world["trail.rolerequest"]}
    if name.endswith(("_release_approve", "_release_pause")):
        given = {"release_id": world["notifications.release"]}
    if name.startswith("operations_job") and name != "operations_jobs":
        given = {"pk": world["trail.job"]} | ({"file_id": world["trail.jobfile"]} if name.endswith("_file") else {})
    if name in REVIEW and REVIEW[name][1]:
        kind = REVIEW[name][1]
        given = {"method": "points"} if kind == "method" else of_schemes.given(kind) or {"pk": world[kind]}
    if name in AT_THE_DESK and name.count("_") and name != "desk_note":
        given = {"pk": world[ROWS_AT_THE_DESK[name.split("_")[1]]]}
    if given is None and name in MODEL_PAGES and not name.endswith(("_changelist", "_add")):
        label = next(label for label in MODELS if name.startswith(f"admin:{label.replace('.', '_')}_"))
        given = {"object_id": world[label]}
    return reverse(name, kwargs=given)


def answered(response) -> str:
    """in, refused, or sent to the log-in."""
    if response.status_code == 302 and response.url.startswith("/admin/login/"):
        return "log in"
    return "refused" if response.status_code == 403 else "in"


def expected(role: str | None, needed: str) -> str:
    if needed == ANYBODY:
        return "in"
    if role is None:
        return "log in"
    return "in" if needed in roles.granted_to(role) else "refused"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("role", [*roles.ROLES, None], ids=str)
def test_who_gets_in_is_what_the_table_says(world, role, method):
    ask = getattr(client_of(role and staff(f"one-{role}", role)), method)
    got, wanted = {}, {}
    for name, needed in TABLE.items():
        if needed != ANYBODY:
            got[name] = answered(ask(address(name, world)))
            wanted[name] = expected(role, needed)
    if method == "post":  # nobody changes what is only looked at
        for label in set(MODELS) - set(ADDED):
            wanted[f"admin:{label.replace('.', '_')}_change"] = expected(role, NOBODY)
        wanted["admin:auth_user_change"] = expected(role, "staff.manage")
        wanted["admin:autocomplete"] = expected(role, EVERY_ROLE)  # 405: it takes no POST
    assert got == wanted


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_role_that_was_taken_lets_in_nowhere(world, method):
    ask = getattr(client_of(staff("nobody-any-more")), method)
    asked = [name for name, needed in TABLE.items() if needed != ANYBODY]
    assert [name for name in asked if answered(ask(address(name, world))) != "log in"] == []


@pytest.mark.parametrize("role", roles.ROLES)
def test_no_role_is_offered_an_action_on_many_rows(role):
    request = RequestFactory().get("/admin/")
    request.user = staff(f"one-{role}", role)
    offered = {model for model, pages in admin.site._registry.items() if pages.get_actions(request)}
    assert offered == set()


def test_a_clerk_sees_the_whole_coupon_and_payout(world):
    clerk = client_of(staff("hana", "clerk"))
    pages = {label: clerk.get(f"/admin/{label.replace('.', '/')}/{world[label]}/change/") for label in WITH_PARTS}
    parts = {
        label: [part.opts.model._meta.model_name for part in page.context["inline_admin_formsets"]]
        for label, page in pages.items()
    }
    assert parts == WITH_PARTS


def test_the_log_in_is_open_to_anybody_and_leads_on_who_is_in():
    assert client_of(None).get("/admin/login/").status_code == 200
    assert client_of(staff("hana", "clerk")).get("/admin/login/").url == "/admin/"
    taro = client_of(staff("taro", "clerk"))
    assert taro.post("/admin/logout/").status_code == 200
    assert taro.get("/admin/").status_code == 302
