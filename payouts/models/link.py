"""The receiving URL of a points payout (notice 2.A2-app)."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from config import tokens
from payouts.models.payout import Payout

PURPOSE = "receive"


class ReceiveLink(models.Model):
    """A link that nobody stores: its secret part is derived from this row (config/tokens.py). One live one a payout.

    `channel` is what the link was sent by: the check asks for what that channel does not carry.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", "メール"
        SMS = "sms", "SMS"
        LETTER = "letter", "手紙"

    payout = models.ForeignKey(Payout, models.PROTECT, verbose_name="支払", related_name="links")
    salt = models.UUIDField(default=uuid4, editable=False)
    key_id = models.CharField("鍵", max_length=40)
    channel = models.CharField("送り方", max_length=6, choices=Channel)
    destination = models.CharField("送り先", max_length=254)
    made_at = models.DateTimeField("作成日時")
    tries = models.PositiveSmallIntegerField("まちがえた回数", db_default=0)
    locked_at = models.DateTimeField("ロック", null=True, blank=True)
    revoked_at = models.DateTimeField("取消", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "受取URL"
        constraints = [
            models.UniqueConstraint(fields=["payout"], condition=Q(revoked_at=None), name="one_live_link_per_payout"),
        ]

    def __str__(self) -> str:
        return f"受取URL{self.pk}"

    @property
    def token(self) -> str:
        """The secret part of the URL. Never log it."""
        return tokens.link_token(PURPOSE, self.pk, self.salt, self.key_id)
