"""Which list for the shops a restoration or reversal stands in: one, for ever (triggers in migration 0007)."""

from django.db import models

from coupons.scheme import Scheme


class SettlementList(models.Model):
    """A list for the shops as it was closed: what was written before `until` and stood in no earlier one."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    number = models.PositiveIntegerField("番号")
    until = models.DateTimeField("この時刻より前の分")
    made_at = models.DateTimeField("締めた日時")
    made_by = models.CharField("締めた人", max_length=150)
    line_count = models.PositiveIntegerField("行数")
    net_yen = models.BigIntegerField("差引（円）")

    class Meta:
        verbose_name = verbose_name_plural = "店舗の精算の一覧"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="settlement_number_is_unique_in_a_scheme"),
            models.CheckConstraint(
                name="a_settlement_is_closed_when_its_time_is_over",
                condition=models.Q(until__lte=models.F("made_at"), line_count__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return f"精算の一覧 {self.number}"


class SettledEntry(models.Model):
    """An entry in a list. What was committed after its list was closed goes into the next one."""

    entry = models.OneToOneField(
        "coupons.Entry", models.PROTECT, verbose_name="明細", primary_key=True, related_name="settled"
    )
    list = models.ForeignKey(SettlementList, models.PROTECT, verbose_name="一覧", related_name="entries")

    class Meta:
        verbose_name = verbose_name_plural = "精算した明細"

    def __str__(self) -> str:
        return f"{self.list} {self.entry}"
