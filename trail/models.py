"""Who did and saw what, and when each duty last went well."""

from django.db import models
from django.db.models import Q

from config import clock


class AuditEvent(models.Model):
    """One deed or one look, for ever: the table takes inserts only (trigger). Never holds a secret or a contact."""

    at = models.DateTimeField("日時", db_default=clock.Now())
    who = models.CharField("だれが", max_length=150, help_text="利用者名、または duty:名前、command:名前")
    action = models.CharField("何を", max_length=60)
    about = models.CharField("どの行", max_length=100, help_text="例 coupons.coupon/12")
    detail = models.JSONField("内容", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "監査ログ"
        indexes = [
            models.Index(fields=["about", "id"], name="trail_of_a_row"),
            models.Index(fields=["who", "-id"], name="searches_of_a_clerk", condition=Q(action="searched")),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who} {self.action} {self.about}"


class DutyRun(models.Model):
    """When a duty last went well, on the unmoved clock, for which legal time, and its last error since."""

    name = models.CharField("業務", max_length=40, unique=True)
    last_ok_at = models.DateTimeField("最後に成功した時刻（実時間）", null=True)
    legal_at = models.DateTimeField("そのときの制度上の時刻", null=True)
    failed_at = models.DateTimeField("最後に失敗した時刻（実時間）", null=True)
    error = models.TextField("エラー", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "業務の実行"

    def __str__(self) -> str:
        return self.name
