"""People and coupons for the tests. 花子 charged hers in the app, 太郎 holds paper, 次郎 left the app."""

from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import connection

from claims import receipt
from claims.models import Announcement, Claim, ClaimLine, Incident, Proposal, StoreConfirmation
from config.clock import JAPAN
from coupons import changes, eligibility
from coupons.models import ChangeFile, Coupon, Entry, Issuer, Member, Scheme, Store
from notifications.models import Message
from payouts import entitlements, opening
from payouts.codes import mark_of, sealed_for_stock
from payouts.models import BrandSetting, Entitlement, Payout, PointCode

_numbers = count(1)


def japan(text: str) -> datetime:
    """「2023-02-24 23:59」 in Japan."""
    return datetime.fromisoformat(text).replace(tzinfo=JAPAN)


def regionpay() -> Scheme:
    """The scheme that the migrations wrote."""
    return Scheme.objects.get(slug="regionpay-2023")


def other_scheme() -> Scheme:
    """A second scheme beside it, with the same dates."""
    scheme = regionpay()
    scheme.pk, scheme.slug, scheme.name = None, "other-2023", "別の補償"
    scheme.save()
    return scheme


def issuer(scheme: Scheme) -> Issuer:
    return Issuer.objects.get_or_create(scheme=scheme, no="I1", defaults={"name": "宿", "prefecture": "47"})[0]


def store(scheme: Scheme, no: str = "S1") -> Store:
    return Store.objects.get_or_create(scheme=scheme, no=no, defaults={"name": "土産店", "prefecture": "47"})[0]


def hanako(scheme: Scheme, **more) -> Member:
    """花子: in the app, with mail and phone."""
    values = {"phone": "09000000001", "email": "hanako@example.jp", **more}
    return Member.objects.create(scheme=scheme, member_no=f"M{next(_numbers)}", **values)


def jiro(scheme: Scheme) -> Member:
    """次郎: left the app on 20 March."""
    return hanako(scheme, email="jiro@example.jp", left_at=japan("2023-03-20 12:00"))


def coupon(scheme: Scheme | None = None, *, yen: int = 3000, last_minute: str = "2023-02-24 23:59", **more) -> Coupon:
    """太郎's paper coupon, or with `member=` somebody's in the app, with its issue entry."""
    scheme = scheme or regionpay()
    issued_at = japan("2023-02-23 15:00")
    made = Coupon.objects.create(
        scheme=scheme,
        inquiry_no=more.pop("inquiry_no", f"{100000000000 + next(_numbers)}"),
        prefecture=more.pop("prefecture", "47"),
        issuer=issuer(scheme),
        face_value_yen=yen,
        issued_at=issued_at,
        travel_on=issued_at.date(),
        expires_at=japan(last_minute) + timedelta(minutes=1),
        charged_at=issued_at + timedelta(hours=1) if more.get("member") else None,
        **more,
    )
    _entry(made, Entry.Kind.ISSUE, yen, issued_at)
    return made


def pay(on: Coupon, yen: int, at: str, no: str = "S1") -> Entry:
    """A payment of `yen` at the store `no`; "" is a row of a file that leaves the shop out."""
    return _entry(on, Entry.Kind.PAYMENT, -yen, japan(at), store=store(on.scheme, no) if no else None)


def cancel(payment: Entry, at: str, yen: int | None = None) -> Entry:
    """The shop cancels a payment and names it: counts when the payment did."""
    return _entry(
        payment.coupon,
        Entry.Kind.CANCELLATION,
        yen or -payment.amount_yen,
        japan(at),
        counts_at=payment.counts_at,
        cancels=payment,
        store=payment.store,
    )


def cancel_unnamed(on: Coupon, yen: int, at: str) -> Entry:
    """A cancellation that does not say of what."""
    return _entry(on, Entry.Kind.CANCELLATION, yen, japan(at), store=store(on.scheme))


def _entry(on: Coupon, kind: Entry.Kind, yen: int, at: datetime, **more) -> Entry:
    return Entry.objects.create(
        scheme=on.scheme,
        coupon=on,
        entry_no=f"T{next(_numbers):06}",
        kind=kind,
        amount_yen=yen,
        occurred_at=at,
        counts_at=more.pop("counts_at", at),
        **more,
    )


TARO = {"phone": "09000000002", "email": "taro@example.jp", "deliver_by": "mail", "deliver_to": "taro@example.jp"}


def line(
    on: Coupon, *, method: str = "points", state: str = "accepted", filed: str = "2023-04-02 10:00", **more
) -> ClaimLine:
    """太郎's claim for one coupon, from the site, with its line."""
    number = next(_numbers)
    claim = Claim.objects.create(
        scheme=on.scheme,
        receipt_no=f"A-{number:09}",
        method=method,
        channel="site",
        name="太郎",
        prefecture=on.prefecture,
        travel_on=on.travel_on,
        form_nonce=uuid4(),
        filed_at=japan(filed),
        **TARO | more,
    )
    return ClaimLine.objects.create(claim=claim, stated_no=on.inquiry_no, coupon=on, state=state)


def owed(*coupons: Coupon, at: str = "2023-04-01 00:00") -> None:
    """Extend and freeze the scheme of the coupons."""
    for scheme in {on.scheme for on in coupons}:
        eligibility.extend(scheme, japan(at))
        entitlements.freeze(scheme, japan(at))


def opened(*coupons: Coupon, at: str = "2023-04-03 00:00") -> list[Payout]:
    """Freeze, open, and return the open payouts the coupons are on, oldest first."""
    owed(*coupons, at=at)
    for scheme in {on.scheme for on in coupons}:
        opening.open_payouts(scheme, japan(at))
    return list(Payout.objects.filter(items__coupon__in=coupons, state="open").distinct().order_by("pk"))


def told(at: str = "2023-04-03 09:00") -> None:
    """Every message has left."""
    Message.objects.filter(state="queued").update(state="sending", leased_until=japan(at))
    Message.objects.filter(state="sending").update(state="sent", sent_at=japan(at), leased_until=None)


def code(brand: str, yen: int, plain: str = "") -> PointCode:
    """One code in stock."""
    plain = plain or f"CODE-{next(_numbers)}"
    mark = mark_of(brand, plain)
    return PointCode.objects.create(
        brand=brand,
        face_value_yen=yen,
        code_sealed=sealed_for_stock(plain, mark),
        code_fingerprint=mark,
        loaded_at=japan("2023-04-01 00:00"),
    )


def staff(name: str) -> User:
    """Somebody of the staff, by name; made at first mention."""
    return User.objects.get_or_create(username=name, defaults={"is_staff": True, "email": f"{name}@staff.invalid"})[0]


def granted(on: Coupon, yen: int, at: str = "2023-04-02 10:00") -> Entitlement:
    """Two persons have granted `yen` for a coupon, beside the ledger."""
    stated = line(on, state="declined")
    asked = Proposal.objects.create(
        scheme=on.scheme,
        deed="grant",
        claim=stated.claim,
        line=stated,
        coupon=on,
        amount_yen=yen,
        reason="店の記録",
        digest=b"x",
        made_by=staff("reviewer"),
        made_at=japan(at),
    )
    asked.state, asked.settled_by, asked.settled_at = "approved", staff("approver"), japan(at)
    asked.save()
    return Entitlement.objects.create(scheme=on.scheme, coupon=on, cause="decision", amount_yen=yen, made_at=japan(at))


def incident(on: Coupon | None = None, *, kind: str = "paid_twice", at: str = "2023-03-10 11:00", **more) -> Incident:
    """桜 called, who pressed several times; 梅 paid cash with `kind="cash_and_deducted"`. `on` None: nobody knows it."""
    scheme = on.scheme if on else more.pop("scheme", None) or regionpay()
    stated = {"stated_no": on.inquiry_no if on else "999999999999", "stated_store": "土産店", "prefecture": "47"}
    whose = {"name": "桜", "phone": "09022220008"}
    return Incident.objects.create(
        scheme=scheme,
        receipt_no=receipt.new_number(receipt.INCIDENT),
        kind=kind,
        coupon=on,
        form_nonce=uuid4(),
        taken_at=japan(at),
        **stated | whose | {"store": store(scheme) if on else None, "taken_by": staff("clerk")} | more,
    )


def shop_says(reported: Incident, result: str = "agrees", at: str = "2023-03-11 11:00") -> Incident:
    """The shop was asked and has answered: `agrees` or `differs`. With "" it was asked and has not."""
    moves = ["confirming"]
    settled = {}
    if result:
        moves.append("refuted" if result == "differs" else "confirmed")
        settled = {"result": result, "settled_by": staff("clerk"), "settled_at": japan(at)}
    StoreConfirmation.objects.update_or_create(incident=reported, defaults=settled)
    for state in moves:
        Incident.objects.filter(pk=reported.pk).update(state=state)
    reported.refresh_from_db()
    return reported


def regionpay_told(at: str = "2023-02-27 12:00", who: str = "jimu") -> None:
    """Whatever regionPAY must be told is in a file, and every file was downloaded."""
    if changes.untold(regionpay()).exists():
        changes.make_file(scheme=regionpay(), who=who, at=japan(at))
    for file in ChangeFile.objects.filter(downloaded_at=None, set_aside_at=None):
        changes.download(file_id=file.pk, who=who, at=japan(at))


def without_schemes() -> None:
    """As before the first scheme is set up: what migrations wrote goes too, past the triggers that keep it."""
    with connection.cursor() as cursor:
        cursor.execute("set session_replication_role = replica")
        for model in (Announcement, BrandSetting, Scheme):
            model.objects.all().delete()
        cursor.execute("set session_replication_role = default")
