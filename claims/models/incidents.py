"""Case (B): what a caller reported, what the shop's records say, and what was decided (notice 1.B, 2.B; design 4).

An Incident moves along one table (`MOVES`, and the trigger beside the migration). What it put back on the coupon hangs
on it as IncidentPayment rows, each with the ledger's entry. A shop is asked through a StoreConfirmation.
"""

from django.db import models
from django.db.models import F, Q

from claims.models.claim import Claim
from claims.models.reviewing import staff
from coupons.models import Coupon, Entry, Scheme, Store
from coupons.prefectures import PrefectureField, is_prefecture


class Incident(models.Model):
    """What happened to a payment, as the caller told it. Saved even if nobody knows the coupon.

    `stated_*` are the caller's words; `coupon` and `store` the records they were found to mean. `phone` is where we
    call back, `deliver_*` an optional destination for what is owed later (question 8). `words`: what the caller is told
    of a decision, or of an inquiry that was answered. `approved_yen` is what stands restored.
    """

    class Kind(models.TextChoices):
        CASH_AND_DEDUCTED = "cash_and_deducted", "①現金等で支払ったが、残額も引き落とされた"
        PAID_TWICE = "paid_twice", "②複数回押して、重複して支払った"
        OTHER = "other", "そのほか（発行・チャージできなかった、など）"

    class State(models.TextChoices):
        OPEN = "open", "受付"
        CONFIRMING = "confirming", "店舗に確認中"
        CONFIRMED = "confirmed", "確認できた"
        REFUTED = "refuted", "確認できなかった"
        APPROVED = "approved", "認定"
        DECLINED = "declined", "対象外"
        CLOSED = "closed", "回答済み・終了"

    MOVES = {  # of an inquiry (kind other) also open and confirming to approved: ground X, by two persons
        State.OPEN: (State.CONFIRMING, State.DECLINED, State.CLOSED),
        State.CONFIRMING: (State.CONFIRMED, State.REFUTED, State.DECLINED, State.CLOSED),
        State.CONFIRMED: (State.CONFIRMING, State.APPROVED, State.DECLINED, State.CLOSED),
        State.REFUTED: (State.CONFIRMING, State.DECLINED, State.CLOSED),
        State.APPROVED: (State.CONFIRMED,),  # undone by reversal entries
        # Opened again, to where the shop's answer has it.
        State.DECLINED: (State.OPEN, State.CONFIRMING, State.CONFIRMED, State.REFUTED),
        State.CLOSED: (State.OPEN, State.CONFIRMING, State.CONFIRMED, State.REFUTED),
    }
    UNDECIDED = (State.OPEN, State.CONFIRMING, State.CONFIRMED, State.REFUTED)

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    receipt_no = models.CharField("受付番号", max_length=20, unique=True)
    kind = models.CharField("種類", max_length=17, choices=Kind)
    state = models.CharField("状態", max_length=10, choices=State, default=State.OPEN)
    coupon = models.ForeignKey(Coupon, models.PROTECT, verbose_name="クーポン", null=True, blank=True)
    stated_no = models.CharField("申し出のお問合せ番号", max_length=40, blank=True)
    stated_expires_on = models.DateField("申し出の有効期限", null=True, blank=True)
    prefecture = PrefectureField("旅行先の都道府県")
    stated_store = models.CharField("申し出の店舗", max_length=100, blank=True)
    store = models.ForeignKey(Store, models.PROTECT, verbose_name="利用店舗", null=True, blank=True)
    paid_around = models.CharField("支払った時刻（頃）", max_length=60, blank=True)
    stated_yen = models.PositiveIntegerField("申し出の金額", null=True, blank=True)
    facts_agree = models.BooleanField("お客様の申告と記録が一致", default=False)
    story = models.TextField("お申し出の内容", blank=True)
    name = models.CharField("お名前", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=60, blank=True)
    phone = models.CharField("折り返しの電話番号", max_length=20)
    deliver_by = models.CharField("届け先（方法）", max_length=6, choices=Claim.DeliverBy, blank=True)
    deliver_to = models.CharField("届け先", max_length=254, blank=True)
    language = models.CharField("ことば", max_length=2, choices=Claim.Language, default=Claim.Language.JAPANESE)
    form_nonce = models.UUIDField(unique=True, editable=False)
    taken_by = staff("受け付けた人", "incidents_taken")
    taken_at = models.DateTimeField("受付日時")
    approved_yen = models.PositiveIntegerField("認定額", default=0)
    reason = models.CharField("理由", max_length=20, blank=True)
    words = models.CharField("お客様に伝えることば", max_length=500, blank=True)
    decided_by = staff("決めた人", "incidents_decided", null=True, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お申し出"
        constraints = [
            is_prefecture("prefecture", "an_incident_is_of_a_prefecture"),
            models.CheckConstraint(
                name="only_an_approved_incident_gives_yen_and_it_has_a_coupon",
                condition=Q(state="approved", approved_yen__gt=0, coupon__isnull=False)
                | (~Q(state="approved") & Q(approved_yen=0)),
            ),
            models.CheckConstraint(
                name="a_decided_incident_says_who_and_when",
                condition=Q(
                    state__in=["approved", "declined", "closed"], decided_by__isnull=False, decided_at__isnull=False
                )
                | (
                    ~Q(state__in=["approved", "declined", "closed"])
                    & Q(decided_by__isnull=True, decided_at__isnull=True)
                ),
            ),
            models.CheckConstraint(
                name="who_is_declined_or_answered_is_told_something",
                condition=~Q(state__in=["declined", "closed"]) | ~Q(words=""),
            ),
            models.CheckConstraint(
                name="a_destination_is_a_way_and_a_place",
                condition=Q(deliver_by="", deliver_to="") | (~Q(deliver_by="") & ~Q(deliver_to="")),
            ),
            models.CheckConstraint(name="an_incident_can_be_called_back", condition=~Q(phone="") & ~Q(name="")),
        ]
        indexes = [
            models.Index(fields=["scheme", "taken_at"], name="incidents_to_work_on", condition=Q(decided_at=None)),
            models.Index(fields=["store"], name="incidents_of_a_store", condition=Q(decided_at=None)),
            models.Index(fields=["scheme", "phone"], name="incidents_by_phone"),
            models.Index(fields=["stated_no"], name="incidents_by_stated_number"),
        ]

    def __str__(self) -> str:
        return self.receipt_no

    @property
    def ground(self) -> str:
        """The ground (coupons.Extension.Ground) that an approval covers the coupon on."""
        return {self.Kind.CASH_AND_DEDUCTED: "B1", self.Kind.PAID_TWICE: "B2"}.get(self.kind, "X")


class StoreConfirmation(models.Model):
    """What the shop of an incident says (notice 2.B2). `result` is blank until it has answered, or a supervisor has
    decided on regionPAY's own records after three attempts on three days (question 9; a trigger counts the days).

    `again_why`: why the shop was asked once more, the last time, in a reviewer's words.
    """

    class Result(models.TextChoices):
        AGREES = "agrees", "店舗の記録と一致"
        DIFFERS = "differs", "店舗の記録と一致しない"
        RECORDS = "records", "regionPAYの記録による（3日にわたり3回、連絡がつかない）"

    class By(models.TextChoices):
        PHONE = "phone", "電話"
        MAIL = "mail", "メール"
        FAX = "fax", "FAX"
        FILE = "file", "チェーン本部のファイル"

    incident = models.OneToOneField(
        Incident, models.PROTECT, verbose_name="お申し出", primary_key=True, related_name="confirmation"
    )
    result = models.CharField("結果", max_length=7, choices=Result, blank=True)
    by = models.CharField("方法", max_length=5, choices=By, blank=True)
    store_person = models.CharField("店側のご担当者", max_length=60, blank=True)
    store_yen = models.PositiveIntegerField("店の記録の金額", null=True, blank=True)
    evidence = models.CharField("証憑・店の記録", max_length=300, blank=True)
    settled_by = staff("結果を記録した人", "confirmations_settled", null=True, blank=True)
    settled_at = models.DateTimeField("結果の日時", null=True, blank=True)
    next_on = models.DateField("次に連絡する日", null=True, blank=True)
    again_why = models.CharField("もう一度確認する理由", max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "店舗確認"
        constraints = [
            models.CheckConstraint(
                name="a_settled_confirmation_says_who_and_when",
                condition=Q(result="", settled_by=None, settled_at=None)
                | (~Q(result="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.get_result_display() or '回答待ち'}"


class StoreAttempt(models.Model):
    """One attempt to reach the shop that the case had then, for ever (append-only by trigger).

    `mark` is of the form or the row of a file that it came in: what was recorded once is not recorded again.
    """

    class Outcome(models.TextChoices):
        ABSENT = "absent", "不在・つながらない"
        WAITS = "waits", "回答待ち（店で確認中）"
        ANSWERED = "answered", "回答があった"

    confirmation = models.ForeignKey(
        StoreConfirmation, models.PROTECT, verbose_name="店舗確認", related_name="attempts"
    )
    store = models.ForeignKey(Store, models.PROTECT, verbose_name="店舗", related_name="attempts")
    by = models.CharField("方法", max_length=5, choices=StoreConfirmation.By)
    outcome = models.CharField("結果", max_length=8, choices=Outcome)
    note = models.CharField("メモ", max_length=300, blank=True)
    clerk = staff("連絡した人", "store_attempts")
    at = models.DateTimeField("日時")
    mark = models.CharField("記録した画面・行の印", max_length=64, blank=True, db_default="", editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "店舗への連絡"
        constraints = [
            models.UniqueConstraint(
                fields=["confirmation", "mark"], condition=~Q(mark=""), name="an_attempt_is_recorded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_by_display()} {self.get_outcome_display()}"


class IncidentDecision(models.Model):
    """To approve an incident: which payments, how much of each. `why_two` lists why one person is not enough.

    `choices` is a list of `{"payment": id, "yen": …}`. Made and settled in one go where one person may; else it waits
    for another. `undone_*`: the restorations were reversed, with a note why.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "2人目を待っている"
        APPROVED = "approved", "認定"
        REFUSED = "refused", "差し戻し"
        VOID = "void", "無効（内容が変わった・取り下げ）"
        UNDONE = "undone", "取り消した"

    class Why(models.TextChoices):
        TYPED = "typed", "金額を手で入力した"
        LIMIT = "limit", "金額が上限をこえる"
        GROUND = "ground", "根拠が(A)でも(B)でもない"
        WINDOW = "window", "障害の時間の外の決済"
        DESTINATION = "destination", "届け先が職員のもの、1か所への上限をこえる、または申請の届け先がお申し出とちがう"
        HAND = "hand", "届け先やクーポンを、決める人が自分で入力した"
        RECORDS = "records", "regionPAYの記録によるとしたのも、決める人"
        ANSWER = "answer", "店舗の回答を記録したのも、決める人"
        SHOP_YEN = "shop_yen", "店舗の記録の金額と、戻す額がちがう"
        NO_SHOP = "no_shop", "記録に店舗のない決済"

    incident = models.ForeignKey(Incident, models.PROTECT, verbose_name="お申し出", related_name="decisions")
    choices = models.JSONField("選んだ決済")
    total_yen = models.PositiveIntegerField("金額")
    why_two = models.JSONField("2人で決める理由", default=list)
    reason = models.CharField("理由と根拠", max_length=500)
    digest = models.BinaryField("決める内容の印", editable=False)
    made_by = staff("決めた人", "incident_decisions_made")
    made_at = models.DateTimeField("決めた日時")
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    settled_by = staff("認めた人", "incident_decisions_settled", null=True, blank=True)
    settled_at = models.DateTimeField("認めた日時", null=True, blank=True)
    answer = models.CharField("差し戻しの理由", max_length=300, blank=True)
    undone_by = staff("取り消した人", "incident_decisions_undone", null=True, blank=True)
    undone_at = models.DateTimeField("取り消した日時", null=True, blank=True)
    undone_why = models.CharField("取り消した理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "お申し出の判断"
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(state__in=["waiting", "approved"]),
                name="an_incident_has_one_standing_decision",
            ),
            models.CheckConstraint(
                name="what_takes_two_persons_is_approved_by_another",
                condition=~Q(state__in=["approved", "undone"]) | Q(why_two=[]) | ~Q(settled_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="a_settled_decision_says_who_and_when",
                condition=Q(state="waiting", settled_by=None, settled_at=None)
                | (~Q(state="waiting") & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="an_undone_decision_says_who_when_and_why",
                condition=(
                    Q(state="undone", undone_by__isnull=False, undone_at__isnull=False) & ~Q(undone_why="")
                    | ~Q(state="undone") & Q(undone_by=None, undone_at=None, undone_why="")
                ),
            ),
            models.CheckConstraint(
                name="a_decision_gives_something_and_says_why", condition=Q(total_yen__gt=0) & ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.total_yen:,}円 {self.get_state_display()}"


class IncidentPayment(models.Model):
    """A payment that an incident gave back, with the ledger's entries: its restoration and, if undone, the reversal."""

    incident = models.ForeignKey(Incident, models.PROTECT, verbose_name="お申し出", related_name="payments")
    decision = models.ForeignKey(IncidentDecision, models.PROTECT, verbose_name="判断", related_name="payments")
    payment = models.ForeignKey(Entry, models.PROTECT, verbose_name="決済", related_name="+")
    amount_yen = models.PositiveIntegerField("戻した額")
    restoration = models.OneToOneField(Entry, models.PROTECT, verbose_name="戻入", related_name="incident_payment")
    reversal = models.OneToOneField(
        Entry, models.PROTECT, verbose_name="戻入の取消", related_name="undone_payment", null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "戻した決済"
        constraints = [
            models.UniqueConstraint(fields=["decision", "payment"], name="a_decision_names_a_payment_once"),
        ]

    def __str__(self) -> str:
        return f"{self.incident} {self.amount_yen:,}円"
