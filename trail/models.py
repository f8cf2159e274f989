"""Who did and saw what, when each duty last went well, and the long work that people asked for."""

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

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
            models.Index(fields=["who", "id"], name="trail_of_somebody"),
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


class Job(models.Model):
    """Long work that somebody asked for on a screen: a worker does it, whole or not at all (trail/jobs.py)."""

    class State(models.TextChoices):
        WAITING = "waiting", "順番待ち"
        RUNNING = "running", "実行中"
        DONE = "done", "完了"
        FAILED = "failed", "できませんでした"
        INTERRUPTED = "interrupted", "途中で止まりました"

    kind = models.CharField("種類", max_length=40)
    scheme = models.CharField("制度", max_length=50)
    lane = models.CharField("列", max_length=100, help_text="同じ列の仕事は、1つずつ行う")
    state = models.CharField("状態", max_length=11, choices=State, default=State.WAITING)
    asked_by = models.CharField("頼んだ人", max_length=150)
    asked_at = models.DateTimeField("頼んだ日時", db_default=clock.Now())
    started_at = models.DateTimeField("始めた日時", null=True)
    ended_at = models.DateTimeField("終わった日時", null=True)
    wanted = models.JSONField("内容", default=dict)
    done = models.PositiveBigIntegerField("済み", default=0)
    total = models.PositiveBigIntegerField("全体", null=True)
    says = models.CharField("いま", max_length=200, blank=True, db_default="")
    result = models.JSONField("結果", default=dict)
    problem = models.TextField("理由", blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "長い仕事"
        constraints = [
            models.UniqueConstraint(
                fields=["lane"], condition=Q(state="running"), name="one_job_of_a_lane_runs_at_a_time"
            ),
            models.CheckConstraint(
                name="a_job_that_ended_says_when",
                condition=Q(state__in=["waiting", "running"], ended_at=None)
                | Q(state__in=["done", "failed", "interrupted"], ended_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["id"], name="jobs_to_do", condition=Q(state__in=["waiting", "running"]))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.get_state_display()}"


class JobFile(models.Model):
    """A file that came with a job, or that the job made. Kept with the rows: web and worker may be on two hosts."""

    class Way(models.TextChoices):
        IN = "in", "受け取ったファイル"
        OUT = "out", "作ったファイル"

    job = models.ForeignKey(Job, models.PROTECT, verbose_name="長い仕事", related_name="files")
    way = models.CharField("向き", max_length=3, choices=Way)
    name = models.CharField("ファイル名", max_length=200)
    content = models.BinaryField(editable=False)
    size = models.PositiveBigIntegerField("大きさ")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "長い仕事のファイル"
        constraints = [
            models.UniqueConstraint(fields=["job", "way", "name"], name="a_file_of_a_job_has_a_name_of_its_own")
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """Who stands behind a staff account, beside the mailbox on it, which is one account's only (0004_persons.sql).

    Users are never deleted (trigger). `phone`: where staff are reached, digits only; a claim from there is a
    colleague's (claims/decisions.py).
    """

    user = models.OneToOneField(User, models.DO_NOTHING, verbose_name="職員", primary_key=True, related_name="person")
    phone = models.CharField("電話番号", max_length=15, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "職員の連絡先"

    def __str__(self) -> str:
        return self.user.get_username()


class RoleRequest(models.Model):
    """A role that two persons give: asked for by one administrator, confirmed by another. Names stay for ever.

    An approved one lets the role in (trigger on auth_user_groups), until the role is taken: `ended_at`.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "確認待ち"
        APPROVED = "approved", "確認済み"
        REFUSED = "refused", "断った"

    user = models.ForeignKey(User, models.DO_NOTHING, verbose_name="職員", related_name="role_requests")
    role = models.CharField("役割", max_length=150)
    state = models.CharField("状態", max_length=8, choices=State, default=State.WAITING)
    made_by = models.CharField("頼んだ人", max_length=150)
    made_at = models.DateTimeField("頼んだ日時", db_default=clock.Now())
    settled_by = models.CharField("確認した人", max_length=150, blank=True)
    settled_at = models.DateTimeField("確認した日時", null=True)
    ended_at = models.DateTimeField("役割を外した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "役割の確認"
        constraints = [
            models.CheckConstraint(
                name="a_role_is_confirmed_by_another_person",
                condition=~Q(state="approved")
                | ~Q(made_by="") & ~Q(settled_by="") & ~Q(settled_by=F("made_by")) & Q(settled_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(state="waiting") | Q(state="approved", ended_at=None),
                name="a_role_is_asked_for_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.get_username()} {self.role} {self.get_state_display()}"


class LegalHold(models.Model):
    """Personal data that must be kept beyond its time: of one person's row, or of a whole scheme (desk/purging.py).

    `about` names a row as the trail does: claims.claim/12, coupons.member/5, claims.incident/3, coupons.scheme/1.
    """

    about = models.CharField("どの行", max_length=100)
    reason = models.CharField("理由", max_length=300)
    made_by = models.CharField("置いた人", max_length=150)
    made_at = models.DateTimeField("置いた日時", db_default=clock.Now())
    ended_by = models.CharField("終えた人", max_length=150, blank=True, db_default="")
    ended_at = models.DateTimeField("終えた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "消去の停止"
        constraints = [
            models.UniqueConstraint(fields=["about"], condition=Q(ended_at=None), name="a_row_is_held_once"),
            models.CheckConstraint(name="a_legal_hold_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return self.about
