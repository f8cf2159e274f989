"""A synthetic population in the shape of data/sample: who travelled, what coupons they got and what became of each.

Parties of one to four stay for one to three nights and get one coupon a person and night. Every coupon lives through
the same acts (before the outage, during, the first extension, March, April), told in order of time, so that no till
ever takes more than is left. No real person's, shop's or traveller's data is in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from desk.referee import AFFECTED_EXPIRY, CANCELLATION, EXTENDED_UNTIL, PAYMENT, USABLE_UNTIL, Coupon, Entry, japan

OUTAGE_FROM, OUTAGE_UNTIL = japan("2023-02-24 17:00"), japan("2023-02-25 00:00")  # notice 0
DAY, HOUR, MINUTE, SECOND = (timedelta(seconds=seconds) for seconds in (86400, 3600, 60, 1))

# The 26 prefectures that used regionPAY in 2023 (reference/domain.md §1.2).
PREFECTURES = [
    "03", "08", "09", "10", "12", "13", "14", "15", "19", "22", "24", "25", "27",
    "29", "30", "32", "34", "35", "36", "40", "41", "42", "43", "45", "46", "47",
]  # fmt: skip
PLACES = ["潮騒", "朝凪", "花笠", "若葉", "月影", "星空", "千鳥", "雪椿", "夕凪", "髙見"]  # 髙: CP932, not Shift_JIS

# Weights: how often, among all. Their sums need not be 100.
LAST_MINUTES = {
    japan("2023-02-22 23:59"): 1,
    japan("2023-02-23 23:59"): 7,
    japan("2023-02-24 23:00"): 1,  # the right day, not the right minute: not notice 1.A
    AFFECTED_EXPIRY: 80,  # notice 1.A
    japan("2023-02-25 23:59"): 7,
    japan("2023-02-26 23:59"): 4,
}
PEOPLE = {1: 21, 2: 46, 3: 14, 4: 19}
NIGHTS = {1: 54, 2: 30, 3: 16}
FACE_VALUES_YEN = {1000: 41, 2000: 40, 3000: 19}
LEAVING = {
    None: 80,
    japan("2023-02-26 10:00"): 4,
    japan("2023-03-20 09:30"): 3,
    japan("2023-03-31 23:59:59"): 6,  # the last second that makes a claimant (notice 2.A2-site)
    japan("2023-04-01 00:00"): 4,  # the first that leaves the URL alone (question 12)
    japan("2023-04-02 12:00"): 3,
}
OUTAGE_TALES = {"quiet": 88, "B1": 5, "B2": 5, "honest": 2}
PRICES_YEN = {300: 15, 500: 22, 800: 14, 1000: 30, 1200: 2, "all": 14, "all but 1": 3}


@dataclass(frozen=True, slots=True)
class Shop:
    """An issuer (travel agency, lodging) or a store."""

    no: str
    name: str
    prefecture: str
    phone: str


@dataclass(frozen=True, slots=True)
class Member:
    """A user of the app: phone, mail or both on record."""

    member_no: str
    phone: str
    email: str
    left_at: datetime | None


@dataclass(slots=True)
class Life:
    """A coupon, its entries, and those of them that were wrong: kind B1 or B2 (notice 1.B1, 1.B2)."""

    coupon: Coupon
    usable_from: datetime
    entries: list[Entry] = field(default_factory=list)
    wrong_kind: str = ""
    wrong: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Party:
    """Who travelled together: at most one of them has the app."""

    member: Member | None
    lives: list[Life]


class Population:
    """A whole population: its issuers and stores, then party after party."""

    def __init__(self, coupons: int, seed: int) -> None:
        self.rng = Random(seed)
        self.coupons = coupons
        self.inquiry_nos = iter(self.rng.sample(range(10**11, 10**12), coupons))
        self.member_nos, self.entry_nos = count(1), count(1)
        self.issuers = self.shops("I{:04d}", ("ホテル", "旅館", "トラベル", "観光"), coupons // 280)
        self.stores = self.shops("S{:05d}", ("食堂", "商店", "売店", "土産店", "マート"), coupons // 50)
        self.stores_in = {code: [shop for shop in self.stores if shop.prefecture == code] for code in PREFECTURES}

    def shops(self, no: str, trades: tuple[str, ...], more: int) -> list[Shop]:
        """One in every prefecture, and more anywhere."""
        codes = enumerate(PREFECTURES + self.rng.choices(PREFECTURES, k=more), 1)
        names = ((i, code, self.rng.choice(PLACES) + self.rng.choice(trades)) for i, code in codes)
        return [Shop(no.format(i), f"{name}{i}", code, self.phone("0", 9)) for i, code, name in names]

    def phone(self, prefix: str, digits: int) -> str:
        return f"{prefix}{self.rng.randrange(10 ** (digits - 1), 10**digits)}"

    def parties(self) -> Iterator[Party]:
        """Parties until every coupon is out; the last one is cut short."""
        room = self.coupons
        while room:
            party = self.party(room)
            room -= len(party.lives)
            yield party

    def party(self, room: int) -> Party:
        """One party: all its coupons are issued at check-in and end on the day of check-out."""
        issuer = self.rng.choice(self.issuers)
        last_minute, nights = draw(self.rng, LAST_MINUTES), draw(self.rng, NIGHTS)
        first_day = last_minute.replace(hour=0, minute=0) - nights * DAY
        issued_at = first_day + 9 * HOUR + self.rng.randrange(8 * 60) * MINUTE
        member = self.member() if self.rng.random() < 0.6 else None
        days = [first_day + night * DAY for _ in range(draw(self.rng, PEOPLE)) for night in range(nights)]
        return Party(member, [self.life(issuer, issued_at, day, last_minute, member) for day in days[:room]])

    def member(self) -> Member:
        """Nine of ten left both phone and mail; the others one of them."""
        number, on_record = next(self.member_nos), draw(self.rng, {"phone mail": 89, "phone": 7, "mail": 4})
        phone = self.phone(self.rng.choice(("070", "080", "090")), 8) if "phone" in on_record else ""
        email = f"user{number}@example.{self.rng.choice(('com', 'jp', 'ne.jp'))}" if "mail" in on_record else ""
        return Member(f"M{number:07d}", phone, email, draw(self.rng, LEAVING))

    def life(self, issuer: Shop, issued_at: datetime, day: datetime, ends: datetime, member: Member | None) -> Life:
        """A coupon of one person and night, and all that happens to it."""
        usable_from = max(issued_at, day + 8 * HOUR)
        charged_at = self.charged_at(usable_from) if member else None
        coupon = Coupon(
            inquiry_no=str(next(self.inquiry_nos)),
            prefecture=issuer.prefecture,
            issuer_no=issuer.no,
            face_value_yen=draw(self.rng, FACE_VALUES_YEN),
            issued_at=issued_at,
            travel_on=day.date().isoformat(),
            last_minute=ends,
            member_no=member.member_no if member and charged_at else "",
            charged_at=charged_at,
        )
        life = Life(coupon, charged_at or usable_from)
        Story(life, self.rng, self.stores_in[coupon.prefecture], self.entry_nos).tell()
        return life

    def charged_at(self, usable_from: datetime) -> datetime | None:
        """When the coupon went into the app. Some stay paper, and nothing is charged while regionPAY is down."""
        charged_at = usable_from + self.rng.randrange(8 * 60) * MINUTE
        stays_paper = self.rng.random() < 0.13 or OUTAGE_FROM <= charged_at < OUTAGE_UNTIL
        return None if stays_paper else charged_at


class Story:
    """Tells one coupon's life, act by act: each act goes on where the last one stopped, with what it left."""

    def __init__(self, life: Life, rng: Random, stores: list[Shop], entry_nos: Iterator[int]) -> None:
        self.life, self.rng, self.stores, self.entry_nos = life, rng, stores, entry_nos
        self.left_yen = life.coupon.face_value_yen
        self.standing: list[Entry] = []  # payments not taken back
        self.now = life.usable_from
        self.valid_until = life.coupon.last_minute + MINUTE

    def tell(self) -> None:
        self.before_the_outage()
        self.in_the_outage()
        if self.life.coupon.last_minute == AFFECTED_EXPIRY:
            self.first_extension()
        else:
            self.to_its_own_end()
        if self.chance(0.03):
            self.late_cancellation()

    def before_the_outage(self) -> None:
        for _ in range(draw(self.rng, {0: 58, 1: 33, 2: 8, 3: 1})):
            self.buy(self.now, min(self.valid_until, OUTAGE_FROM))

    def in_the_outage(self) -> None:
        """What the terminals still took (notice 1.B). A few took coupons that had ended the day before."""
        ended = self.valid_until <= OUTAGE_FROM and not self.chance(0.2)
        if self.left_yen == 0 or ended or self.now >= OUTAGE_FROM:
            return
        for edge in (OUTAGE_FROM, OUTAGE_UNTIL - SECOND, OUTAGE_UNTIL):
            self.at_the_edge(edge, 0.002)
        at, tale = self.moment(OUTAGE_FROM, OUTAGE_UNTIL - 2 * MINUTE), draw(self.rng, OUTAGE_TALES)
        if at and tale == "B1":
            self.pay_twice_over(at)
        elif at and tale == "B2":
            self.press_again(at)
        elif at and tale == "honest":
            self.pay(self.price_yen(), at)

    def pay_twice_over(self, at: datetime) -> None:
        """Cash was paid, and the balance was taken as well (notice 1.B1): wrong, though the ledger cannot show it."""
        self.life.wrong_kind, self.life.wrong = "B1", self.pay(self.rng.choice((400, 650, 650, 1000)), at)

    def press_again(self, at: datetime) -> None:
        """The button was pressed again some seconds later, and again it was paid (notice 1.B2)."""
        yen, presses = self.rng.choice((300, 300, 500, 700)), self.rng.choice((2, 2, 2, 3))
        if yen * presses > self.left_yen:
            return
        self.life.wrong_kind, (due,) = "B2", self.pay(yen, at)
        for _ in range(presses - 1):
            self.life.wrong += self.pay(yen, self.now + self.rng.randrange(2, 40) * SECOND, due.store_no)

    def first_extension(self) -> None:
        """Used until 26 Feb 23:59; whoever empties it by then has no ground A, one second later has (notice 1.A)."""
        if self.chance(0.16):
            self.buy(OUTAGE_UNTIL, EXTENDED_UNTIL - 10 * MINUTE)
        self.at_the_edge(EXTENDED_UNTIL - SECOND, 0.03)
        if self.left_yen:
            self.second_extension()

    def second_extension(self) -> None:
        """Used in March, to its last second (notice 2.A1); what is dated 1 April or later misses the freeze."""
        self.at_the_edge(EXTENDED_UNTIL, 0.03)
        for _ in range(draw(self.rng, {0: 80, 1: 14, 2: 6})):
            self.buy(self.now, USABLE_UNTIL - 10 * MINUTE)
        self.at_the_edge(USABLE_UNTIL - SECOND, 0.03)
        self.at_the_edge(USABLE_UNTIL, 0.02)
        if self.chance(0.01):
            self.buy(USABLE_UNTIL, USABLE_UNTIL + 5 * DAY)

    def to_its_own_end(self) -> None:
        """A coupon that was not extended: used to its last second, seldom let through after it."""
        if self.chance(0.4):
            self.buy(OUTAGE_UNTIL, self.valid_until)
        self.at_the_edge(self.valid_until - SECOND, 0.03)
        self.at_the_edge(self.valid_until, 0.01)

    def late_cancellation(self) -> None:
        """Days later a shop takes a payment back: one of February after the first extension, one of March in April."""
        if self.standing and not self.life.wrong:
            payment = self.standing[-1]
            since = EXTENDED_UNTIL if payment.occurred_at < EXTENDED_UNTIL else USABLE_UNTIL
            self.cancel(payment, max(since, payment.occurred_at) + self.rng.randrange(60, 10 * 86400) * SECOND)

    def buy(self, since: datetime, until: datetime) -> None:
        """A purchase at some time of the day; one in twenty is keyed wrongly and taken back within minutes."""
        at = self.moment(since, until)
        payment = self.pay(self.price_yen(), at) if at else []
        if payment and self.chance(0.05):
            self.cancel(payment[0], at + self.rng.randrange(1, 9) * MINUTE)

    def at_the_edge(self, at: datetime, share: float) -> None:
        """A payment at one exact second of a deadline: all that is left, all but 1 yen, or 1 yen."""
        if self.now < at and self.chance(share):
            self.pay(self.rng.choice((self.left_yen, self.left_yen, self.left_yen - 1, 1)), at)

    def pay(self, yen: int, at: datetime, store_no: str = "") -> list[Entry]:
        """Takes the amount, or what is left of the balance; nothing from nothing."""
        yen = min(yen, self.left_yen)
        if yen <= 0:
            return []
        self.left_yen -= yen
        self.standing.append(self.enter(PAYMENT, yen, at, store_no or self.rng.choice(self.stores).no))
        return self.standing[-1:]

    def cancel(self, payment: Entry, at: datetime) -> None:
        """Half of them name their payment, and then count when that did (question 6)."""
        names_it = payment.entry_no if self.chance(0.5) else ""
        self.left_yen += payment.amount_yen
        self.standing.remove(payment)
        self.enter(CANCELLATION, payment.amount_yen, at, payment.store_no, names_it)

    def enter(self, kind: str, yen: int, at: datetime, store_no: str, cancels: str = "") -> Entry:
        entry = Entry(f"T{next(self.entry_nos):09d}", kind, yen, at, store_no, cancels)
        self.life.entries.append(entry)
        self.now = max(self.now, at)
        return entry

    def price_yen(self) -> int:
        price = draw(self.rng, PRICES_YEN)
        return {"all": self.left_yen, "all but 1": self.left_yen - 1}.get(price, price)

    def moment(self, since: datetime, until: datetime) -> datetime | None:
        """A second of an opening hour within the window and after everything told so far, if there is one."""
        since = max(since, self.now + MINUTE)
        seconds = int((until - since).total_seconds())
        moments = (since + self.rng.randrange(seconds) * SECOND for _ in range(8 if seconds > 0 else 0))
        return next((at for at in moments if at.hour >= 9), None)

    def chance(self, share: float) -> bool:
        return self.rng.random() < share


def draw(rng: Random, weights: dict[Any, int]) -> Any:
    """One of the keys, as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()))[0]
