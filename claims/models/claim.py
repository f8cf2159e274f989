"""Who asks, for which coupons, and what was decided of each (notice 2.A2-site, 2.R).

A site claim is filed inside its window only (insert trigger); a coupon stands in at most one live line.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from claims import contacts
from coupons.models import Coupon, Scheme
from coupons.prefectures import PrefectureField, is_prefecture


class Claim(models.Model):
    """An application for points or for a bank refund, as filed. What the notice names, and no more."""

    class Method(models.TextChoices):
        POINTS = "points", "キャッシュレスポイント"
        REFUND = "refund", "返金（振込）"

    class Channel(models.TextChoices):
        SITE = "site", "特設サイト"
        DESK = "desk", "コールセンター"

    class DeliverBy(models.TextChoices):
        """Letters and calls only for claims that were taken over the phone."""

        MAIL = "mail", "メール"
        SMS = "sms", "SMS"
        LETTER = "letter", "手紙"
        CALL = "call", "電話"

    class Language(models.TextChoices):
        JAPANESE = "ja", "日本語"
        ENGLISH = "en", "English"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    receipt_no = models.CharField("受付番号", max_length=20, unique=True)
    method = models.CharField("方法", max_length=6, choices=Method)
    channel = models.CharField("受付", max_length=4, choices=Channel)
    name = models.CharField("お名前", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.CharField("メールアドレス", max_length=254, blank=True)
    deliver_by = models.CharField("受取案内の送り方", max_length=6, choices=DeliverBy)
    deliver_to = models.CharField("受取案内の送り先", max_length=254)
    contact_key = models.GeneratedField(
        expression=contacts.IN_THE_DATABASE,
        output_field=models.CharField(max_length=254),
        db_persist=True,
        verbose_name="送り先（同じかどうか）",
    )
    language = models.CharField("ことば", max_length=2, choices=Language, default=Language.JAPANESE)
    contact_verified_at = models.DateTimeField("連絡先の確認", null=True, blank=True)
    prefecture = PrefectureField("利用都道府県")
    travel_on = models.DateField("旅行日")
    form_nonce = models.UUIDField(unique=True, editable=False)
    filed_at = models.DateTimeField("申請日時")
    open_until = models.DateTimeField("この申請だけの締切", null=True, blank=True)
    withdrawn_at = models.DateTimeField("取下げ", null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, verbose_name="置き換えた申請", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申請"
        constraints = [
            models.UniqueConstraint(fields=["id", "scheme"], name="a_claim_has_one_scheme"),
            is_prefecture("prefecture", "a_claim_is_for_a_prefecture"),
            models.CheckConstraint(
                name="only_a_refund_has_a_window_of_its_own", condition=Q(open_until=None) | Q(method="refund")
            ),
            models.CheckConstraint(
                name="a_url_is_not_read_out_on_the_phone", condition=~Q(deliver_by="call") | Q(method="refund")
            ),
            models.CheckConstraint(
                name="letters_and_calls_are_for_claims_of_the_desk",
                condition=Q(deliver_by__in=["mail", "sms"]) | Q(channel="desk"),
            ),
        ]
        # The desk searches by name as well: by its beginning and without spaces (claims/migrations/0002_kana.sql).
        indexes = [
            models.Index(fields=["scheme", "contact_key"], name="claims_to_one_destination"),
            models.Index(fields=["scheme", "phone"], name="claims_by_phone"),
            models.Index("scheme", Lower("email"), name="claims_by_email"),
        ]

    def __str__(self) -> str:
        return self.receipt_no


class ClaimLine(models.Model):
    """One coupon of a claim: the number as stated, and the coupon once matched.

    `granted`: the coupon's own yen went to somebody else, and two persons have granted this claim a sum instead
    (case 16). `words`: what a person who decided tells the claimant.
    """

    class State(models.TextChoices):
        FILED = "filed", "受付"
        REVIEW = "review", "確認中"
        ACCEPTED = "accepted", "認定"
        GRANTED = "granted", "決定により認定"
        NOT_NEEDED = "not_needed", "手続き不要"
        DECLINED = "declined", "対象外"
        WITHDRAWN = "withdrawn", "取下げ"

    class Reason(models.TextChoices):
        """Why a line stands as it does: a code. The public words for each are in the templates of the status page."""

        NUMBER = "number", "番号・都道府県・旅行日が記録と合わない"
        CONFLICT = "conflict", "別の連絡先からの申請と重なる"
        IN_APP = "in_app", "アプリにチャージされている"
        MANY = "many", "一つの送り先・口座への件数か金額が多い"
        STAFF = "staff", "職員の連絡先"
        EXPIRY = "expiry", "もとの有効期限が対象の日ではない"
        NO_BALANCE = "no_balance", "残額がない"
        RECEIVED = "received", "すでに受取・振込が始まっている"
        SUPERSEDED = "superseded", "同じ方の新しい申請に置き換えた"
        TWICE = "twice", "同じ申請の中で重なる"
        LAPSED = "lapsed", "受取の期限がすぎている"
        DESK = "desk", "電話で受け付け、もう一人の確認を待つ"
        NOT_CONFIRMED = "not_confirmed", "申請の内容を確認できなかった"
        OTHER = "other", "そのほか"

    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", related_name="lines")
    stated_no = models.CharField("申請された番号", max_length=40)
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.FILED)
    reason = models.CharField("理由", max_length=200, blank=True)
    decided_by = models.CharField("決めた人", max_length=150, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    conflicts_with = models.ForeignKey("self", models.PROTECT, verbose_name="重なる申請", null=True, blank=True)
    corrections = models.PositiveSmallIntegerField("番号の訂正回数", default=0)
    words = models.CharField("申請者に伝えることば", max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "申請の行"
        constraints = [
            models.UniqueConstraint(
                fields=["coupon"], condition=Q(state__in=["review", "accepted"]), name="one_live_line_per_coupon"
            ),
            models.CheckConstraint(
                name="an_accepted_line_has_its_coupon", condition=~Q(state="accepted") | Q(coupon__isnull=False)
            ),
            models.CheckConstraint(
                name="a_granted_line_has_its_coupon", condition=~Q(state="granted") | Q(coupon__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["coupon"], condition=Q(state="granted"), name="one_granted_line_per_coupon"
            ),
        ]
        indexes = [
            models.Index(fields=["claim"], name="lines_to_match", condition=Q(state="filed")),
            models.Index(fields=["claim"], name="lines_to_review", condition=Q(state="review")),
            models.Index(fields=["stated_no"], name="lines_by_stated_number"),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.stated_no} {self.get_state_display()}"


class Stay(models.Model):
    """Where the claimant stayed (notice 2.R: 「ご宿泊に関する情報等」); for a day trip the travel agency."""

    claim = models.OneToOneField(Claim, models.PROTECT, verbose_name="申請", related_name="stay")
    place = models.CharField("宿泊施設名（日帰りは旅行会社名）", max_length=60)
    checked_in_on = models.DateField("泊まった日（チェックイン）")
    booked_with = models.CharField("予約した会社", max_length=60, blank=True)
    representative = models.CharField("代表者のお名前", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "宿泊"

    def __str__(self) -> str:
        return self.place


class BankAccount(models.Model):
    """Where a refund goes. The number is sealed; names of bank and branch are kept as they were in the list then.

    `fingerprint` tells the same account again (bank, branch, type and number) without opening any.
    """

    class Type(models.TextChoices):
        ORDINARY = "1", _("普通（総合）")
        CURRENT = "2", _("当座")
        SAVINGS = "4", _("貯蓄")

    claim = models.OneToOneField(Claim, models.PROTECT, verbose_name="申請", related_name="account")
    bank_code = models.CharField("銀行コード", max_length=4)
    bank_name = models.CharField("銀行名", max_length=60)
    branch_code = models.CharField("支店コード", max_length=3)
    branch_name = models.CharField("支店名", max_length=60)
    account_type = models.CharField("口座の種類", max_length=1, choices=Type)
    number_sealed = models.BinaryField("口座番号（封緘）", editable=False)
    number_ends = models.CharField("口座番号の下3桁", max_length=3)
    holder_kana = models.CharField("口座名義（銀行に送る形）", max_length=30)
    fingerprint = models.BinaryField("同じ口座の印", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "振込口座"
        constraints = [
            models.CheckConstraint(name="a_bank_code_has_four_digits", condition=Q(bank_code__regex="^[0-9]{4}$")),
            models.CheckConstraint(name="a_branch_code_has_three_digits", condition=Q(branch_code__regex="^[0-9]{3}$")),
            models.CheckConstraint(
                name="an_account_is_of_a_type_that_banks_know", condition=Q(account_type__in=["1", "2", "4"])
            ),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="claims_to_one_account")]

    def __str__(self) -> str:
        return f"{self.bank_name} {self.branch_name} {self.get_account_type_display()} ****{self.number_ends}"
