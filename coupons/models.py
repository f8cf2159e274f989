"""What was issued, spent and is left. The scheme, and what regionPAY is told, have files of their own.

Entries are the ledger: they only ever grow, and every balance is a sum of them. The triggers beside the migrations
guard what no check constraint can say (coupons/migrations/0002_guards.sql).
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from coupons.exchange import AnswerFile, Change, ChangeFile
from coupons.prefectures import PrefectureField, is_prefecture
from coupons.scheme import Scheme
from coupons.scheme_changes import SchemeChange, SchemeVersion
from coupons.settled import SettledEntry, SettlementList
from coupons.unnamed import CancellationAnswer, CancellationOpinion

__all__ = [
    "AnswerFile",
    "CancellationAnswer",
    "CancellationOpinion",
    "Change",
    "ChangeFile",
    "Coupon",
    "Entry",
    "Extension",
    "Issuer",
    "Member",
    "Scheme",
    "SchemeChange",
    "SchemeVersion",
    "SettledEntry",
    "SettlementList",
    "Store",
]


class Member(models.Model):
    """Somebody registered in the app, with the contacts the notice promises to use (notice 2.A2-app)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    member_no = models.CharField("会員番号", max_length=40)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.CharField("メールアドレス", max_length=254, blank=True)
    left_at = models.DateTimeField("退会日時", null=True, blank=True)
    # By a later file, which one person loads. What goes there waits for a second one (payouts/opening.py).
    contact_changed_at = models.DateTimeField("連絡先が変わった日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "アプリ会員"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "member_no"], name="member_no_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_member_has_one_scheme"),
        ]
        indexes = [  # of the desk's search
            models.Index(fields=["scheme", "phone"], name="members_by_phone"),
            models.Index("scheme", Lower("email"), name="members_by_email"),
        ]

    def __str__(self) -> str:
        return self.member_no


class Issuer(models.Model):
    """Who handed coupons out: a lodging or a travel agency. Tells lost numbers (notice 2.A2-lost)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    no = models.CharField("発行店番号", max_length=40)
    name = models.CharField("発行店名", max_length=200)
    prefecture = PrefectureField("都道府県")
    phone = models.CharField("電話番号", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "発行店"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "no"], name="issuer_no_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="an_issuer_has_one_scheme"),
            is_prefecture("prefecture", "an_issuer_is_in_a_prefecture"),
        ]

    def __str__(self) -> str:
        return self.name


class Store(models.Model):
    """A shop where coupons were used; its records confirm a case B (notice 2.B2)."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    no = models.CharField("店舗番号", max_length=40)
    name = models.CharField("店舗名", max_length=200)
    prefecture = PrefectureField("都道府県")
    phone = models.CharField("電話番号", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "利用店舗"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "no"], name="store_no_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_store_has_one_scheme"),
            is_prefecture("prefecture", "a_store_is_in_a_prefecture"),
        ]

    def __str__(self) -> str:
        return self.name


class Coupon(models.Model):
    """A paper coupon as issued. `expires_at` is its original expiry, whatever was extended later.

    Member and issuer are tied by composite foreign keys in SQL: nothing crosses from one scheme to another.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_index=False)
    inquiry_no = models.CharField("お問合せ番号", max_length=40)
    prefecture = PrefectureField("都道府県")
    issuer = models.ForeignKey(Issuer, models.PROTECT, verbose_name="発行店", db_constraint=False, db_index=False)
    face_value_yen = models.PositiveIntegerField("券面額")
    issued_at = models.DateTimeField("発行日時")
    travel_on = models.DateField("旅行日")
    expires_at = models.DateTimeField("もとの有効期限（この時刻から使えない）")
    member = models.ForeignKey(
        Member, models.PROTECT, verbose_name="アプリ会員", null=True, blank=True, db_constraint=False, db_index=False
    )
    charged_at = models.DateTimeField("チャージ日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "地域クーポン"
        indexes = [models.Index(fields=["member"], name="coupons_of_a_member", condition=Q(member__isnull=False))]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "inquiry_no"], name="inquiry_no_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_coupon_has_one_scheme"),
            models.CheckConstraint(name="a_coupon_is_worth_something", condition=Q(face_value_yen__gt=0)),
            models.CheckConstraint(
                name="only_a_member_charges_a_coupon", condition=Q(charged_at=None) | Q(member__isnull=False)
            ),
            is_prefecture("prefecture", "a_coupon_is_of_a_prefecture"),
        ]

    def __str__(self) -> str:
        """Not the whole number: nobody shall read out what the caller did not say (question 16)."""
        return f"…{self.inquiry_no[-4:]}"


def undone(label: str, related_name: str) -> models.ForeignKey:
    """The earlier entry that an entry undoes; its index is a partial one, in Meta."""
    return models.ForeignKey(
        "self", models.PROTECT, verbose_name=label, null=True, blank=True, related_name=related_name, db_index=False
    )


class Entry(models.Model):
    """One movement of a coupon's balance, for ever (append-only by trigger).

    `counts_at` is when it counts: as it occurred, except that a cancellation naming its payment, and a reversal, count
    when the entry they undo did (question 6).
    """

    class Kind(models.TextChoices):
        ISSUE = "issue", "発行"
        PAYMENT = "payment", "決済"
        CANCELLATION = "cancellation", "取消"
        REINSTATEMENT = "reinstatement", "戻入"
        REVERSAL = "reversal", "戻入の取消"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_constraint=False, db_index=False)
    coupon = models.ForeignKey(
        Coupon, models.PROTECT, verbose_name="クーポン", related_name="entries", db_constraint=False, db_index=False
    )
    entry_no = models.CharField("取引番号", max_length=40)
    kind = models.CharField("種別", max_length=13, choices=Kind)
    amount_yen = models.IntegerField("金額（増減）")
    occurred_at = models.DateTimeField("日時")
    counts_at = models.DateTimeField("残額に数える日時")
    store = models.ForeignKey(
        Store, models.PROTECT, verbose_name="店舗", null=True, blank=True, db_constraint=False, db_index=False
    )
    cancels = undone("取り消した決済", "cancellations")
    restores = undone("戻した決済", "reinstatements")
    reverses = undone("取り消した戻入", "reversals")

    class Meta:
        verbose_name = verbose_name_plural = "明細"
        indexes = [
            models.Index(fields=["coupon"], include=["amount_yen", "counts_at"], name="balance_of_a_coupon"),
            models.Index(fields=["cancels"], name="cancellations_of_a_payment", condition=Q(cancels__isnull=False)),
            models.Index(fields=["restores"], name="restorations_of_a_payment", condition=Q(restores__isnull=False)),
            models.Index(
                fields=["coupon"],
                name="cancellations_that_name_none",
                condition=Q(kind="cancellation", cancels__isnull=True),
            ),
            models.Index(fields=["reverses"], name="reversals_of_a_restoration", condition=Q(reverses__isnull=False)),
            models.Index(
                fields=["coupon", "counts_at"],
                include=["amount_yen"],
                name="restorations_of_a_coupon",
                condition=Q(kind__in=["reinstatement", "reversal"]),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "entry_no"], name="entry_no_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["coupon"], condition=Q(kind="issue"), name="a_coupon_is_issued_once"),
            models.CheckConstraint(
                name="kind_fixes_the_sign_of_an_entry",
                condition=Q(kind__in=["issue", "cancellation", "reinstatement"], amount_yen__gt=0)
                | Q(kind__in=["payment", "reversal"], amount_yen__lt=0),
            ),
            models.CheckConstraint(
                name="an_entry_undoes_only_what_its_kind_undoes",
                condition=(Q(cancels=None) | Q(kind="cancellation"))
                & (Q(kind="reinstatement", restores__isnull=False) | (~Q(kind="reinstatement") & Q(restores=None)))
                & (Q(kind="reversal", reverses__isnull=False) | (~Q(kind="reversal") & Q(reverses=None))),
            ),
            models.CheckConstraint(
                name="an_entry_that_undoes_nothing_counts_when_it_occurs",
                condition=Q(counts_at=F("occurred_at")) | Q(cancels__isnull=False) | Q(reverses__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_no} {self.get_kind_display()} {self.amount_yen:,}円"


class Extension(models.Model):
    """The coupon's validity was extended, and with that its balance is covered (notice 2.A1, 2.B2). One a coupon.

    Covered means: has an extension. The ground stays the first one found, so a coupon is never covered twice (case 27).
    """

    class Ground(models.TextChoices):
        A = "A", "(A) 2月26日の後も残額"
        B1 = "B1", "(B)① 現金払いと引落し"
        B2 = "B2", "(B)② 重複決済"
        X = "X", "その他（2名で決定）"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_constraint=False, db_index=False)
    coupon = models.OneToOneField(Coupon, models.PROTECT, verbose_name="クーポン", db_constraint=False)
    ground = models.CharField("補償の根拠", max_length=2, choices=Ground)
    until = models.DateTimeField("延長の終わり")
    rule = models.CharField("規則の版", max_length=40)
    made_at = models.DateTimeField("記録日時")

    class Meta:
        verbose_name = verbose_name_plural = "有効期限の延長"
        constraints = [
            models.CheckConstraint(name="the_grounds_are_a_b1_b2_x", condition=Q(ground__in=["A", "B1", "B2", "X"])),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.coupon_id}"
