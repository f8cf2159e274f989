"""A claimant is asked for another account: after a transfer came back, or because a check found something."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from claims.models import Claim
from config import tokens
from payouts.models.payout import Payout

PURPOSE = "account"


class AccountRequest(models.Model):
    """A link to give an account, to the claim's contact; its secret is derived (config/tokens.py). One waits a claim.

    `returned`: the payout that came back, asked about once; empty where a check was the reason. While it waits, nothing
    is opened or put into a batch for the claim. `link` is False where only a person may ask (case 15).
    """

    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", related_name="account_requests")
    returned = models.OneToOneField(
        Payout, models.PROTECT, verbose_name="戻った支払", related_name="account_request", null=True, blank=True
    )
    reason = models.CharField("理由", max_length=200)
    salt = models.UUIDField(default=uuid4, editable=False)
    key_id = models.CharField("鍵", max_length=40)
    asked_by = models.CharField("尋ねた人", max_length=150)
    asked_at = models.DateTimeField("尋ねた日時")
    has_link = models.BooleanField("URLを送った", default=True)
    channel = models.CharField("送り方", max_length=6, blank=True)
    tries = models.PositiveSmallIntegerField("まちがえた回数", db_default=0)
    locked_at = models.DateTimeField("ロック", null=True, blank=True)
    answered_at = models.DateTimeField("回答", null=True, blank=True)
    answered_by = models.CharField("回答した人", max_length=150, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "口座の確認"
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(answered_at=None), name="a_claim_is_asked_for_one_account_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.claim} {self.asked_at:%Y-%m-%d}"

    @property
    def token(self) -> str:
        """The secret part of the URL. Never log it."""
        return tokens.link_token(PURPOSE, self.pk, self.salt, self.key_id)
