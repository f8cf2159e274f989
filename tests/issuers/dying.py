"""The named points between choosing and showing at which a process may die, and a process that dies there.

    python -m tests.issuers.dying < lines of "POINT<tab>PAYOUT<tab>BRAND"

For each line a child does all of it: confirm, settle, show. It kills itself (SIGKILL) at the point; what is answered
is its exit code, -9. Nothing in the product knows of these points: they are put around functions.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

ORDERED = "the order is written and not committed"
COMMITTED = "the order is committed and nobody was asked"
RESERVED = "the code is reserved and not committed"
SET_OUT = "setting out is committed and the issuer was not called"
ANSWERED = "the issuer has answered and nothing is written"
LISTED = "the list is written and not committed"
SENT = "the list is committed and its file was not fetched"
READ = "the file of codes is read and nothing is written"
HALF = "orders of the file have their codes, and it is neither on the trail nor committed"
TAKEN = "all of the file is written and not committed"
STORED = "the code is stored and not committed"
PAID = "the code is committed and was not shown"
# Before which function of which module each of them is.
POINTS = {
    ORDERED: ("payouts.orders", "record"),
    COMMITTED: ("payouts.orders", "settle"),
    RESERVED: ("payouts.issuers.stock", "_issued"),
    SET_OUT: ("payouts.issuers.http", "request"),
    ANSWERED: ("payouts.issuers.outcomes", "take"),
    LISTED: ("payouts.issuers.lists", "record"),
    SENT: ("tests.issuers.files", "answers"),
    READ: ("payouts.issuers.delivered", "_locked"),
    HALF: ("payouts.issuers.delivered", "_noted"),
    TAKEN: ("payouts.issuers.delivered", "record"),
    STORED: ("payouts.issuers.outcomes", "record"),
    PAID: ("payouts.receiving", "show_code"),
}
OF_STOCK = (ORDERED, COMMITTED, RESERVED, ANSWERED, STORED, PAID)
OVER_THE_NET = (ORDERED, COMMITTED, SET_OUT, ANSWERED, STORED, PAID)
BY_LIST = (ORDERED, COMMITTED, LISTED, SENT, READ, HALF, TAKEN, PAID)


@contextmanager
def dies_at(point: str, die: Callable[[], None]) -> Iterator[None]:
    """Until the end `die` is called whenever a process comes to the point."""
    with before(point, lambda **_: die()):
        yield


@contextmanager
def before(point: str, act: Callable[..., None]) -> Iterator[None]:
    """Until the end `act` is called at the point, with what the function there is given by name."""
    name, function = POINTS[point]
    module = sys.modules[name]
    whole = getattr(module, function)

    @wraps(whole)
    def dying(*args, **more):
        act(**more)
        return whole(*args, **more)

    setattr(module, function, dying)
    try:
        yield
    finally:
        setattr(module, function, whole)


def kill_9() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def do_it_all(payout_id: int, brand: str) -> str:
    """What a receiver, the duty and an operator do; the code, as it is shown."""
    from payouts import orders, receiving
    from payouts.models import Brand, PointOrder

    receiving.confirm(payout_id=payout_id, brand=Brand(brand))
    orders.settle_orders()
    list_it(brand)
    return receiving.show_code(PointOrder.objects.get(payout=payout_id))


def list_it(brand: str) -> None:
    """What waits for a list goes out in one, and what lists wait for comes back; nothing for a brand of another way."""
    from payouts.issuers import delivered, lists
    from payouts.models import OrderList
    from tests.issuers import files
    from tests.makers import regionpay

    if lists.waiting().filter(brand=brand).exists():
        lists.make(scheme=regionpay(), brand=brand, who="taro")
    for made in OrderList.objects.filter(brand=brand).order_by("pk"):
        data = files.as_csv(files.answers(made))
        delivered.take(data=data, name="codes.csv", who="taro")


def main() -> None:
    import django

    django.setup()
    import payouts.issuers.delivered
    import payouts.receiving  # noqa: F401 - all that the points are in
    import tests.issuers.files  # noqa: F401

    for line in sys.stdin:
        point, payout_id, brand = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            with dies_at(point, kill_9):
                do_it_all(int(payout_id), brand)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
