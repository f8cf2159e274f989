"""How each kind of points comes: the scheme's settings, the lists that go out, and answers that are shown to nobody."""

from django.db import models
from django.db.models import Q

from coupons.models import Scheme
from payouts.models.points import Brand, PointOrder, Way


class BrandSetting(models.Model):
    """One kind of points in one scheme: who gives it, what amounts it can carry, how it is redeemed.

    An order keeps the way it was made by; a change here concerns the orders to come.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_index=False)
    brand = models.CharField("種類", max_length=6, choices=Brand)
    is_offered = models.BooleanField("選べる", default=True, help_text="外すと「ただいま準備中」と出て、選べません。")
    way = models.CharField("発行の方法", max_length=5, choices=Way, default=Way.STOCK)
    min_yen = models.PositiveIntegerField("最低額（円）")
    max_yen = models.PositiveIntegerField("最高額（円）")
    limits_source = models.CharField(
        "限度額の根拠", max_length=200, blank=True, help_text="発行会社に確かめた日と書面。確かめていないことも書く。"
    )
    code_days_min = models.PositiveSmallIntegerField(
        "番号の有効日数", default=30, help_text="番号を渡す日から、少なくともこの日数は使えること。"
    )
    how_ja = models.TextField("使い方（日本語）", blank=True, help_text="1行に1つ。空のときは標準の文を出します。")
    how_en = models.TextField("使い方（英語）", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ポイントの種類の設定"
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "brand"],
                name="one_setting_per_scheme_and_brand",
                violation_error_message="この制度には、この種類の設定がもうあります。",
            ),
            models.CheckConstraint(
                name="a_brand_carries_from_one_yen_up",
                condition=Q(min_yen__gt=0, max_yen__gte=models.F("min_yen")),
                violation_error_message="最低額は1円以上、最高額は最低額以上にしてください。",
            ),
            models.CheckConstraint(
                name="how_to_redeem_is_told_in_both_languages",
                condition=Q(how_ja="", how_en="") | (~Q(how_ja="") & ~Q(how_en="")),
                violation_error_message="使い方は、日本語と英語の両方を入力してください。",
            ),
            models.CheckConstraint(name="a_setting_is_of_one_of_the_five", condition=Q(brand__in=Brand.values)),
        ]

    def __str__(self) -> str:
        return f"{self.get_brand_display()}（{self.get_way_display()}）"


class OrderList(models.Model):
    """Orders of one brand that went to its issuer in one file. Its bytes stand; an order is in one list only."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    brand = models.CharField("種類", max_length=6, choices=Brand)
    line_count = models.PositiveIntegerField("件数")
    total_yen = models.PositiveBigIntegerField("合計額")
    xlsx = models.BinaryField(editable=False)
    digest = models.BinaryField(editable=False)
    made_at = models.DateTimeField("作成日時")
    made_by = models.CharField("作成した人", max_length=150)

    class Meta:
        verbose_name = verbose_name_plural = "注文リスト"
        constraints = [
            models.CheckConstraint(name="a_list_has_orders", condition=Q(line_count__gt=0, total_yen__gt=0)),
            models.CheckConstraint(name="a_list_is_of_one_of_the_five", condition=Q(brand__in=Brand.values)),
        ]

    def __str__(self) -> str:
        return f"注文リスト{self.pk} {self.get_brand_display()} {self.line_count:,}件"


class QuarantinedAnswer(models.Model):
    """An issuer's answer that cannot be right, kept apart with its code sealed: it is shown to nobody, ever.

    While one is open its order is neither asked for again nor issued. A person settles it, with a reason.
    """

    class Why(models.TextChoices):
        AMOUNT = "amount", "金額がちがう"
        BRAND = "brand", "種類がちがう"
        KNOWN = "known", "前に届いた番号と同じ"
        EXPIRY = "expiry", "有効期限が早すぎる"
        LATE = "late", "発行不可のあとに届いた"
        SECOND = "second", "同じ申込に2つ目の番号"

    class How(models.TextChoices):
        AGAIN = "again", "発行会社が直した。同じ番号で問い合わせ直す"
        REFUSED = "refused", "発行会社が取り消した。選び直してもらう"
        NOTED = "noted", "発行会社に知らせた。ほかに何もしない"

    order = models.ForeignKey(PointOrder, models.PROTECT, verbose_name="申込", related_name="quarantined")
    why = models.CharField("隔離の理由", max_length=6, choices=Why)
    brand = models.CharField("届いた種類", max_length=20)
    amount_yen = models.BigIntegerField("届いた金額")
    provider_ref = models.CharField("発行会社の番号", max_length=100, blank=True)
    code_sealed = models.BinaryField(editable=False)
    code_fingerprint = models.BinaryField(editable=False)
    code_expires_on = models.DateField("番号の有効期限", null=True, blank=True)
    at = models.DateTimeField("届いた日時")
    how = models.CharField("どうしたか", max_length=7, choices=How, blank=True, db_default="")
    settled_by = models.CharField("決めた人", max_length=150, blank=True, db_default="")
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    reason = models.CharField("理由", max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "隔離した回答"
        indexes = [
            models.Index(fields=["code_fingerprint"], name="codes_in_quarantine"),
            models.Index(fields=["at"], name="quarantine_to_settle", condition=Q(settled_at=None)),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_quarantined_answer_is_settled_by_somebody_with_a_reason",
                condition=Q(settled_at=None, how="", settled_by="", reason="")
                | (Q(settled_at__isnull=False) & ~Q(how="") & ~Q(settled_by="") & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_why_display()}（{self.at:%Y-%m-%d}）"
