"""What people decide on claims: who has a case open, what waits for a second person, claims taken on the phone."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from claims.models.claim import Claim, ClaimLine
from coupons.models import Coupon, Scheme


def staff(label: str, related_name: str, **more) -> models.ForeignKey:
    """A person by user id: a name may change, and two persons must be two."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=label, related_name=related_name, **more
    )


class OpenCase(models.Model):
    """A claim that somebody has open at the desk, until `until` (unmoved time) or until somebody takes it over."""

    claim = models.OneToOneField(Claim, models.CASCADE, verbose_name="申請", primary_key=True, related_name="open_case")
    clerk = staff("対応している人", "open_cases")
    opened_at = models.DateTimeField("開いた時刻（実時間）", db_default=Now())
    until = models.DateTimeField("この時刻まで（実時間）")

    class Meta:
        verbose_name = verbose_name_plural = "対応中の申請"

    def __str__(self) -> str:
        return f"{self.claim} {self.clerk}"


class DeskClaim(models.Model):
    """What is known of a claim that was taken over the phone (design 5; cases 23 and 24).

    `called_at`: when the caller called, which counts for the last day to apply (question 19). On behalf of somebody:
    whose coupon it is, how the caller is related, and what proves it. `approved_at`: a second person has let it go.
    `incident`: the report of (B) that has filed it for its caller, who has not applied.
    """

    claim = models.OneToOneField(Claim, models.PROTECT, verbose_name="申請", primary_key=True, related_name="desk")
    taken_by = staff("受け付けた人", "claims_taken")
    called_at = models.DateTimeField("お電話の日時")
    on_behalf_of = models.CharField("ご本人のお名前", max_length=60, blank=True)
    relation = models.CharField("ご本人との関係", max_length=60, blank=True)
    evidence = models.CharField("確かめたもの", max_length=300, blank=True)
    approved_at = models.DateTimeField("もう一人が認めた日時", null=True, blank=True)
    incident = models.ForeignKey(
        "claims.Incident",
        models.PROTECT,
        verbose_name="もとのお申し出",
        related_name="filed",
        null=True,
        blank=True,
        editable=False,
    )

    class Meta:
        verbose_name = verbose_name_plural = "電話で受け付けた申請"
        constraints = [
            models.CheckConstraint(
                name="who_asks_for_somebody_says_how_and_proves_it",
                condition=Q(on_behalf_of="") | (~Q(relation="") & ~Q(evidence="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.claim)


class Proposal(models.Model):
    """A deed that needs two persons: one asks, another approves it or sends it back (design 5). Superusers too.

    `digest` marks what the second person looks at: if the rows say otherwise by then, the proposal is void. After
    insert only the settling changes, and a settled one stays as it is (trigger).
    """

    class Deed(models.TextChoices):
        ACCEPT = "accept", "申請を認める"
        TAKE = "take", "電話で受け付けた申請"
        DESTINATION = "destination", "送り先の変更"
        GRANT = "grant", "決定による補償"

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        APPROVED = "approved", "承認"
        REFUSED = "refused", "差し戻し"
        VOID = "void", "無効（内容が変わった・取り下げ）"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    deed = models.CharField("すること", max_length=11, choices=Deed)
    claim = models.ForeignKey(Claim, models.PROTECT, verbose_name="申請", related_name="proposals")
    line = models.ForeignKey(ClaimLine, models.PROTECT, verbose_name="クーポンの行", null=True, blank=True)
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン", null=True, blank=True)
    amount_yen = models.PositiveIntegerField("金額", null=True, blank=True)
    details = models.JSONField("内容", default=dict)
    reason = models.CharField("理由と根拠", max_length=500)
    digest = models.BinaryField("承認する内容の印", editable=False)
    made_by = staff("頼んだ人", "proposals_made")
    made_at = models.DateTimeField("頼んだ日時")
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    settled_by = staff("決めた人", "proposals_settled", null=True, blank=True)
    settled_at = models.DateTimeField("決めた日時", null=True, blank=True)
    answer = models.CharField("差し戻しの理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "2人目の承認"
        constraints = [
            models.CheckConstraint(
                name="a_proposal_is_approved_by_another_person",
                condition=~Q(state="approved") | Q(settled_by__isnull=False) & ~Q(settled_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="a_settled_proposal_says_when",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="a_proposal_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_grant_is_for_a_coupon_and_a_sum",
                condition=~Q(deed="grant") | Q(coupon__isnull=False, line__isnull=False, amount_yen__gt=0),
            ),
            models.UniqueConstraint(
                fields=["claim", "deed", "line"],
                condition=Q(state="waiting"),
                nulls_distinct=False,
                name="one_proposal_of_a_kind_waits",
            ),
            models.UniqueConstraint(
                fields=["coupon"],
                condition=Q(deed="grant", state__in=["waiting", "approved"]),
                name="a_coupon_is_granted_once",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "made_at"], name="proposals_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} {self.claim}"
