"""Who pays the refunds, from which account, and how the bank wants its file: a setting of the scheme."""

from datetime import time

from django.db import models
from django.db.models import Q

from coupons.models import Scheme
from payouts.zengin import LineEnd


class Consignor(models.Model):
    """振込依頼人. Names in half-width kana as the bank has them; `code` is given by the bank.

    `most_lines`: the bank's own limit of a file. `days_before`: bank business days by which it wants the file, and
    `hand_in_until` the hour of that day (JST) at which it is too late (the usual ones: domain notes 2.6).
    """

    scheme = models.OneToOneField(Scheme, models.PROTECT, verbose_name="制度", related_name="consignor")
    code = models.CharField("委託者コード", max_length=10)
    name = models.CharField("依頼人名（半角カナ）", max_length=40)
    bank_code = models.CharField("仕向銀行の番号", max_length=4)
    bank_name = models.CharField("仕向銀行の名前（半角カナ）", max_length=15, blank=True)
    branch_code = models.CharField("仕向支店の番号", max_length=3)
    branch_name = models.CharField("仕向支店の名前（半角カナ）", max_length=15, blank=True)
    account_type = models.CharField(
        "預金種目", max_length=1, choices=[("1", "普通"), ("2", "当座"), ("9", "その他")], default="1"
    )
    account_no = models.CharField("口座番号", max_length=7)
    line_end = models.CharField(
        "行の終わり",
        max_length=4,
        choices=[(LineEnd.CRLF, "CRLF"), (LineEnd.LF, "LF"), (LineEnd.NONE, "なし（120バイトを続ける）")],
        default=LineEnd.CRLF,
    )
    most_lines = models.PositiveIntegerField("1ファイルの上限（件）", default=9999)
    days_before = models.PositiveSmallIntegerField("振込指定日の何営業日前までに出すか", default=1)
    hand_in_until = models.TimeField("その日の何時までに出すか", default=time(12))

    class Meta:
        verbose_name = verbose_name_plural = "振込依頼人"
        constraints = [
            models.CheckConstraint(
                name="a_file_of_transfers_has_a_sensible_limit", condition=Q(most_lines__gte=1, most_lines__lte=50_000)
            ),
            models.CheckConstraint(
                name="a_bank_takes_a_file_at_most_fifteen_days_ahead", condition=Q(days_before__lte=15)
            ),
        ]

    def __str__(self) -> str:
        return self.name
