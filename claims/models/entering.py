"""What lives while a form is filled in. All on the database's unmoved time, not on legal time (design 1.6)."""

from uuid import uuid4

from django.db import models
from django.db.models.functions import Now

from claims.models.claim import Claim
from coupons.models import Scheme


class Draft(models.Model):
    """A claim being filled in: one sealed row, made at the first POST, gone 60 minutes after the last.

    The browser holds its token (config.tokens) and nothing else. `nonce` becomes the claim's, so that a double click
    files once; afterwards `claim` leads back to what was filed, and the sealed answers are empty. `open_until` (legal
    time): begun on the page of a receiving URL, it may be filed as long as that was open (question 13).
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, verbose_name="制度")
    method = models.CharField("方法", max_length=6, choices=Claim.Method)
    salt = models.UUIDField(default=uuid4, editable=False)
    key_id = models.CharField("鍵", max_length=40)
    nonce = models.UUIDField(default=uuid4, editable=False, unique=True)
    sealed = models.BinaryField("入力（封緘）", editable=False, default=b"")
    claim = models.ForeignKey(Claim, models.CASCADE, verbose_name="申請", null=True, blank=True)
    open_until = models.DateTimeField("この申請だけの締切", null=True, blank=True)
    made_at = models.DateTimeField("作成（実時間）", db_default=Now())
    used_at = models.DateTimeField("最後の入力（実時間）", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "入力中の申請"
        indexes = [models.Index(fields=["used_at"], name="drafts_by_last_use")]

    def __str__(self) -> str:
        return f"{self.get_method_display()} {self.pk}"


class OneTimeCode(models.Model):
    """Six digits sent to a contact, to prove that it is theirs. The code itself is derived, not stored.

    `about` names the row that it opens (claims.draft/12). `mark` is the fingerprint of the contact.
    """

    scheme = models.ForeignKey(Scheme, models.CASCADE, verbose_name="制度")
    about = models.CharField("どの行", max_length=100)
    mark = models.BinaryField("連絡先の印", editable=False)
    salt = models.UUIDField(default=uuid4, editable=False)
    key_id = models.CharField("鍵", max_length=40)
    made_at = models.DateTimeField("作成（実時間）", db_default=Now())
    expires_at = models.DateTimeField("期限（実時間）")
    tries = models.PositiveSmallIntegerField("入力された回数", default=0)
    used_at = models.DateTimeField("使用（実時間）", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "認証コード"
        indexes = [models.Index(fields=["about", "-id"], name="codes_about_a_row")]
        constraints = [
            models.CheckConstraint(
                name="a_code_is_tried_five_times_at_most", condition=models.Q(tries__gte=0, tries__lte=5)
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.made_at:%H:%M}"


class Attempt(models.Model):
    """Something done that may be done only so often, by whom as a fingerprint (claims/limits.py)."""

    kind = models.CharField("何を", max_length=40)
    mark = models.BinaryField("だれの印", editable=False)
    at = models.DateTimeField("いつ（実時間）", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "試行"
        indexes = [models.Index(fields=["kind", "mark", "at"], name="attempts_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%H:%M}"
