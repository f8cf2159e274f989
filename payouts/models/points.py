"""An order of points, and the codes that were bought or delivered (notice 2.A2-brands)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now as RealNow
from django.utils.translation import gettext_lazy as _

from payouts.models.payout import Payout


class Brand(models.TextChoices):
    """The five of the notice, in its order and spelling."""

    AMAZON = "amazon", _("Amazon ギフトカード")
    PONTA = "ponta", _("Ponta ポイント コード")
    PAYPAY = "paypay", _("PayPay ポイント")
    EDY = "edy", _("Edy ギフト ID")
    NANACO = "nanaco", _("nanaco ギフト")


class Way(models.TextChoices):
    """How codes of a brand come to us (payouts/issuers)."""

    STOCK = "stock", "在庫"
    LIST = "list", "注文リスト"
    HTTP = "http", "オンライン"


class PointOrder(models.Model):
    """Points asked for an ordered payout. `request_key` is made before the issuer is called and used for ever.

    `unknown` is not `refused`: it is asked again with the same key. `refused` is final, and so is `issued`. `way` is
    the brand's when it was ordered; `tries` counts how often an issuer was called, `next_at` (unmoved time) is when it
    is due again. What may be out is refused by its issuer over the net, or by two persons (OrderRefusal, trigger).
    """

    class State(models.TextChoices):
        REQUESTED = "requested", "準備中"
        UNKNOWN = "unknown", "確認中"
        ISSUED = "issued", "発行済"
        REFUSED = "refused", "発行不可"

    class RefusedBy(models.TextChoices):
        ISSUER = "issuer", "発行会社の返事"
        STAFF = "staff", "担当者"

    payout = models.ForeignKey(Payout, models.PROTECT, verbose_name="支払", related_name="orders")
    brand = models.CharField("種類", max_length=6, choices=Brand)
    state = models.CharField("状態", max_length=9, choices=State, default=State.REQUESTED)
    request_key = models.UUIDField(default=uuid4, unique=True, editable=False)
    provider_ref = models.CharField("発行会社の番号", max_length=100, null=True, blank=True, unique=True)
    code_sealed = models.BinaryField(null=True, editable=False)
    code_expires_on = models.DateField("番号の有効期限", null=True, blank=True)
    way = models.CharField("発行の方法", max_length=5, choices=Way, db_default=Way.STOCK)
    order_list = models.ForeignKey(
        "payouts.OrderList", models.PROTECT, verbose_name="注文リスト", related_name="orders", null=True, blank=True
    )
    tries = models.PositiveIntegerField("問い合わせた回数", db_default=0)
    next_at = models.DateTimeField("次の問い合わせ（実時間）", db_default=RealNow())
    last_answer = models.CharField("最後の返事", max_length=200, blank=True, db_default="")
    refused_by = models.CharField("だれが断ったか", max_length=6, choices=RefusedBy, blank=True, db_default="")
    ordered_at = models.DateTimeField("申込日時")
    settled_at = models.DateTimeField("確定日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "ポイントの申込"
        indexes = [
            models.Index(
                fields=["ordered_at"], name="orders_to_settle", condition=Q(state__in=["requested", "unknown"])
            ),
            models.Index(
                fields=["next_at"], name="orders_to_ask", condition=Q(way="http", state__in=["requested", "unknown"])
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["payout"], condition=~Q(state="refused"), name="one_order_per_payout_unless_refused"
            ),
            models.CheckConstraint(name="the_brands_are_the_five_of_the_notice", condition=Q(brand__in=Brand.values)),
            models.CheckConstraint(
                name="an_order_is_issued_when_its_code_is_stored",
                condition=Q(state="issued", code_sealed__isnull=False, settled_at__isnull=False)
                | (~Q(state="issued") & Q(code_sealed=None)),
            ),
            models.CheckConstraint(
                name="only_what_goes_by_list_is_in_a_list", condition=Q(order_list=None) | Q(way="list")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_brand_display()} {self.get_state_display()}"


class PointCode(models.Model):
    """A code in stock, sealed. Given to one order, for ever; its brand and value are the order's.

    `code_fingerprint` (keyed) finds a code that is loaded twice without opening any. `quarantined_at`: it did not open
    when it was to be given (changed, or its key is not on the ring), and is set aside.
    """

    brand = models.CharField("種類", max_length=6, choices=Brand)
    face_value_yen = models.PositiveIntegerField("額面")
    code_sealed = models.BinaryField(editable=False)
    code_fingerprint = models.BinaryField(unique=True, editable=False)
    expires_on = models.DateField("有効期限", null=True, blank=True)
    loaded_at = models.DateTimeField("入庫日時")
    quarantined_at = models.DateTimeField("使用停止（開けません）", null=True, blank=True)
    order = models.OneToOneField(
        PointOrder, models.PROTECT, verbose_name="申込", related_name="stock_code", null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "ポイントの番号（在庫）"
        indexes = [
            models.Index(
                fields=["brand", "face_value_yen", "id"],
                name="codes_in_stock",
                condition=Q(order=None, quarantined_at=None),
            )
        ]
        constraints = [
            models.CheckConstraint(name="a_code_is_worth_something", condition=Q(face_value_yen__gt=0)),
            models.CheckConstraint(name="a_code_is_of_one_of_the_five", condition=Q(brand__in=Brand.values)),
            models.CheckConstraint(
                name="a_quarantined_code_is_given_to_nobody", condition=Q(quarantined_at=None) | Q(order=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_brand_display()} {self.face_value_yen:,}円"
