"""Who has a shop on the telephone: a colleague sees it, and takes it over knowingly (as claims/cases.py for claims)."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models.functions import Now as RealNow

from claims.models import OpenStore
from coupons.models import Store
from trail.record import record

OPEN_FOR = timedelta(minutes=15)  # since the last thing done; then anybody may go on with it


class WithAColleague(Exception):
    """Somebody else has the shop: `opened.clerk`, since `opened.opened_at`."""

    def __init__(self, opened: OpenStore):
        self.opened = opened


def open_shop(*, store_id: int, by: User, takes_over: bool = False) -> OpenStore:
    """Have the shop for a quarter of an hour, or keep it. Raises WithAColleague unless it is taken over."""
    with transaction.atomic():
        store = Store.objects.select_for_update(no_key=True).get(pk=store_id)
        before = who_has(store)
        if before and before.clerk_id != by.pk and not takes_over:
            raise WithAColleague(before)
        if before is None or before.clerk_id != by.pk:
            OpenStore.objects.filter(store=store).delete()
            took_from = {"took_over_from": before.clerk.get_username()} if before else {}
            record("shop opened", who=by.get_username(), about=store, **took_from)
        with connection.cursor() as cursor:
            cursor.execute(
                """insert into claims_openstore (store_id, clerk_id, until)
                values (%(store)s, %(clerk)s, statement_timestamp() + %(time)s)
                on conflict (store_id) do update set until = excluded.until""",
                {"store": store.pk, "clerk": by.pk, "time": OPEN_FOR},
            )
        return OpenStore.objects.select_related("clerk").get(pk=store.pk)


def close_shop(*, store_id: int, by: User) -> None:
    """Give the shop back, if it is still one's own."""
    OpenStore.objects.filter(store=store_id, clerk=by).delete()


def who_has(store: Store) -> OpenStore | None:
    """Who has the shop now, on the unmoved clock; None for nobody."""
    return OpenStore.objects.select_related("clerk").filter(store=store, until__gt=RealNow()).first()


def must_be_free(store_id: int, by: User) -> None:
    """Raises WithAColleague while somebody else has the shop."""
    opened = who_has(Store(pk=store_id))
    if opened and opened.clerk_id != by.pk:
        raise WithAColleague(opened)
