"""Who asks, and for which coupons (notice 2.A2-site). The beginning: the rows that payouts need.

A site claim is filed inside its window only (insert trigger); a coupon stands in at most one live line.
"""

from django.db import models
from django.db.models import Q

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
        MAIL = "mail", "メール"
        SMS = "sms", "SMS"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    receipt_no = models.CharField("受付番号", max_length=20, unique=True)
    method = models.CharField("方法", max_length=6, choices=Method)
    channel = models.CharField("受付", max_length=4, choices=Channel)
    name = models.CharField("お名前", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=60, blank=True)
    phone = models.CharField("電話番号", max_length=20, blank=True)
    email = models.CharField("メールアドレス", max_length=254, blank=True)
    deliver_by = models.CharField("受取案内の送り方", max_length=4, choices=DeliverBy)
    deliver_to = models.CharField("受取案内の送り先", max_length=254)
    contact_verified_at = models.DateTimeField("連絡先の確認", null=True, blank=True)
    prefecture = PrefectureField("利用都道府県")
    travel_on = models.DateField("旅行日")
    form_nonce = models.UUIDField(unique=True, editable=False)
    filed_at = models.DateTimeField("申請日時")
    withdrawn_at = models.DateTimeField("取下げ", null=True, blank=True)
    superseded_by = models.ForeignKey("self", models.PROTECT, verbose_name="置き換えた申請", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申請"
        constraints = [
            models.UniqueConstraint(fields=["id", "scheme"], name="a_claim_has_one_scheme"),
            is_prefecture("prefecture", "a_claim_is_for_a_prefecture"),
        ]

    def __str__(self) -> str:
        return self.receipt_no


class ClaimLine(models.Model):
    """One coupon of a claim: the number as stated, and the coupon once matched."""

    class State(models.TextChoices):
        FILED = "filed", "受付"
        REVIEW = "review", "確認中"
        ACCEPTED = "accepted", "認定"
        NOT_NEEDED = "not_needed", "手続き不要"
        DECLINED = "declined", "対象外"
        WITHDRAWN = "withdrawn", "取下げ"

    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", related_name="lines")
    stated_no = models.CharField("申請された番号", max_length=40)
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン", null=True, blank=True)
    state = models.CharField("状態", max_length=10, choices=State, default=State.FILED)
    reason = models.CharField("理由", max_length=200, blank=True)
    decided_by = models.CharField("決めた人", max_length=150, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)
    conflicts_with = models.ForeignKey("self", models.PROTECT, verbose_name="重なる申請", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申請の行"
        constraints = [
            models.UniqueConstraint(
                fields=["coupon"], condition=Q(state__in=["review", "accepted"]), name="one_live_line_per_coupon"
            ),
            models.CheckConstraint(
                name="an_accepted_line_has_its_coupon", condition=~Q(state="accepted") | Q(coupon__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.stated_no} {self.get_state_display()}"
