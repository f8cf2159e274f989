"""The scheme: an incident, its dates, and the promises of a public notice, as data (question 18)."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from coupons.prefectures import CHOICES


class Scheme(models.Model):
    """An incident and the promises made about it. `*_until` are first instants that are too late (question 1)."""

    slug = models.SlugField("略称", unique=True)
    name = models.CharField("名称", max_length=100)
    name_en = models.CharField("名称（英語）", max_length=150)
    system_name = models.CharField("システムの名前", max_length=40)
    sender = models.CharField("お知らせの差出人（短く）", max_length=20)
    sender_en = models.CharField("お知らせの差出人（短く、英語）", max_length=30)
    outage_from = models.DateTimeField("障害の始まり")
    outage_until = models.DateTimeField("障害の終わり")
    affected_expires_at = models.DateTimeField("対象となる有効期限（この時刻から使えない）")
    first_extension_until = models.DateTimeField("最初の延長の終わり")
    usable_until = models.DateTimeField("利用の終わり（残額の確定）")
    site_opens_at = models.DateTimeField("特設サイトの開設")
    claims_until = models.DateTimeField("申請の締切")
    refund_claims_until = models.DateTimeField("返金申請の締切")
    points_from = models.DateTimeField("ポイント送付の開始")
    refunds_from = models.DateTimeField("返金（振込）の開始")
    receive_until = models.DateTimeField("受取の締切")
    receive_days_min = models.PositiveSmallIntegerField("受取に必ず残す日数", default=14)
    keep_personal_data_until = models.DateTimeField("個人情報の保存期限")
    prefectures = ArrayField(models.CharField(max_length=2, choices=CHOICES), verbose_name="対象の都道府県")
    inquiry_no_pattern = models.CharField("お問合せ番号の形（正規表現）", max_length=100, default="^[0-9]{12}$")
    help_desk_name = models.CharField("コールセンター名", max_length=100)
    help_desk_name_en = models.CharField("コールセンター名（英語）", max_length=150)
    help_desk_phone = models.CharField("コールセンター電話番号", max_length=20)
    help_desk_hours = models.CharField("コールセンター受付時間", max_length=100)
    help_desk_hours_en = models.CharField("コールセンター受付時間（英語）", max_length=150)
    help_desk_opens = models.TimeField("コールセンターの始業（日本時間）", default=time(10))
    help_desk_closes = models.TimeField("コールセンターの終業（日本時間）", default=time(18))
    help_desk_daily_until = models.DateTimeField("コールセンターが土日祝も開く期間の終わり", null=True, blank=True)
    stopped_at = models.DateTimeField("支払の停止", null=True, blank=True)
    stopped_reason = models.TextField("停止・再開の理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "補償制度"
        constraints = [
            models.CheckConstraint(
                name="dates_of_a_scheme_are_in_order",
                condition=Q(outage_from__lt=F("outage_until"))
                & Q(affected_expires_at__lte=F("first_extension_until"))
                & Q(outage_until__lte=F("first_extension_until"))
                & Q(first_extension_until__lte=F("usable_until"))
                & Q(usable_until__lte=F("points_from"))
                & Q(site_opens_at__lt=F("claims_until"))
                & Q(site_opens_at__lt=F("refund_claims_until"))
                & Q(usable_until__lte=F("claims_until"))
                & Q(claims_until__lte=F("receive_until"))
                & Q(usable_until__lte=F("refunds_from"))
                & Q(points_from__lt=F("receive_until"))
                & Q(receive_until__lt=F("keep_personal_data_until")),
            ),
            models.CheckConstraint(
                name="a_stopped_scheme_says_why", condition=Q(stopped_at=None) | ~Q(stopped_reason="")
            ),
            models.CheckConstraint(
                name="a_help_desk_opens_before_it_closes", condition=Q(help_desk_opens__lt=F("help_desk_closes"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def says(self, language: str) -> dict[str, str]:
        """What every message tells of the scheme, in "ja" or "en": who writes, about what, and where to call."""
        in_english = language == "en"
        return {
            "sender": self.sender_en if in_english else self.sender,
            "outage_from": self.outage_from.isoformat(),
            "help_desk_name": self.help_desk_name_en if in_english else self.help_desk_name,
            "help_desk_phone": self.help_desk_phone,
            "help_desk_hours": self.help_desk_hours_en if in_english else self.help_desk_hours,
        }
