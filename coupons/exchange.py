"""What regionPAY must be told, and what it answered: changes, the files they go out in, the files of answers.

A file of changes is frozen as it is made; what stands in it is told from its first download on. The triggers beside the
migrations guard that (0002 and 0004).
"""

from django.db import models
from django.db.models import F, Q

from coupons.scheme import Scheme


class ChangeFile(models.Model):
    """One file for regionPAY: its bytes for ever, and their SHA-256 (checked by the database).

    `set_aside_at`: a late file proved one of its extensions wrong before anybody downloaded it. It is not handed out
    any more, and its other changes go into the next file.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    number = models.PositiveIntegerField("番号")
    made_at = models.DateTimeField("作った日時")
    made_by = models.CharField("作った人", max_length=150)
    extensions = models.PositiveIntegerField("延長の件数")
    reinstatements = models.PositiveIntegerField("戻入の件数")
    reversals = models.PositiveIntegerField("戻入の取消の件数")
    reinstated_yen = models.PositiveIntegerField("戻入の合計（円）")
    reversed_yen = models.PositiveIntegerField("戻入の取消の合計（円）")
    line_count = models.PositiveIntegerField("行数")
    content = models.BinaryField("内容", editable=False)
    sha256 = models.CharField("SHA-256", max_length=64)
    downloaded_at = models.DateTimeField("最初にダウンロードした日時", null=True, blank=True)
    downloaded_by = models.CharField("最初にダウンロードした人", max_length=150, blank=True)
    set_aside_at = models.DateTimeField("取りやめた日時", null=True, blank=True)
    set_aside_why = models.CharField("取りやめた理由", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "regionPAYへの通知ファイル"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="change_file_number_is_unique_in_a_scheme"),
            models.UniqueConstraint(fields=["id", "scheme"], name="a_change_file_has_one_scheme"),
            models.CheckConstraint(
                name="a_change_file_counts_its_lines",
                condition=Q(line_count=F("extensions") + F("reinstatements") + F("reversals"), line_count__gt=0),
            ),
            models.CheckConstraint(
                name="a_downloaded_change_file_says_by_whom",
                condition=Q(downloaded_at=None, downloaded_by="")
                | (Q(downloaded_at__isnull=False) & ~Q(downloaded_by="")),
            ),
            models.CheckConstraint(
                name="only_what_nobody_has_is_set_aside_and_says_why",
                condition=Q(set_aside_at=None, set_aside_why="")
                | (Q(set_aside_at__isnull=False, downloaded_at=None) & ~Q(set_aside_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"通知ファイル {self.number}"

    @property
    def maker(self) -> str:
        """Who made it, for people: 「自動」 for the duty."""
        return "自動" if self.made_by.startswith("duty:") else self.made_by

    @property
    def name(self) -> str:
        """「regionpay_changes_0001.csv」: the same however often it is downloaded."""
        return f"regionpay_changes_{self.number:04}.csv"


class Change(models.Model):
    """What regionPAY must be told so that its terminals honour it: an extension, a reinstatement, a reversal.

    `key` is ours for ever: the file to regionPAY carries it, and a reinstatement's entry has it as its `entry_no`, so
    that the echo in a later file is known again and never counted twice. `file` and `line_no`: where it stands (one
    file only); `told_at`: when that was first downloaded. `refused_at` and `differs_at`: what regionPAY answered
    instead of acknowledging it, and how its echo differed; a person looks at both.
    """

    class Kind(models.TextChoices):
        EXTENSION = "extension", "延長"
        REINSTATEMENT = "reinstatement", "戻入"
        REVERSAL = "reversal", "戻入の取消"

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度", db_constraint=False, db_index=False)
    key = models.CharField("キー", max_length=40, unique=True)
    kind = models.CharField("種別", max_length=13, choices=Kind)
    coupon = models.ForeignKey("coupons.Coupon", models.PROTECT, verbose_name="クーポン", db_constraint=False)
    entry = models.OneToOneField("coupons.Entry", models.PROTECT, verbose_name="明細", null=True, blank=True)
    until = models.DateTimeField("延長の終わり", null=True, blank=True)
    made_at = models.DateTimeField("記録日時")
    file = models.ForeignKey(
        ChangeFile,
        models.PROTECT,
        verbose_name="通知ファイル",
        null=True,
        blank=True,
        related_name="changes",
        db_constraint=False,
        db_index=False,
    )
    line_no = models.PositiveIntegerField("ファイルの行（見出しの下から）", null=True, blank=True)
    told_at = models.DateTimeField("通知日時", null=True, blank=True)
    acknowledged_at = models.DateTimeField("確認日時", null=True, blank=True)
    refused_at = models.DateTimeField("拒否された日時", null=True, blank=True)
    refusal = models.CharField("拒否の理由", max_length=200, blank=True, db_default="")
    differs_at = models.DateTimeField("控えが食い違った日時", null=True, blank=True)
    difference = models.CharField("控えの食い違い", max_length=200, blank=True, db_default="")

    class Meta:
        verbose_name = verbose_name_plural = "regionPAYへの通知"
        constraints = [
            models.UniqueConstraint(
                fields=["coupon"], condition=Q(kind="extension"), name="an_extension_is_told_once_a_coupon"
            ),
            models.CheckConstraint(
                name="an_extension_says_until_when_and_the_rest_names_its_entry",
                condition=Q(kind="extension", until__isnull=False, entry=None)
                | Q(kind__in=["reinstatement", "reversal"], until=None, entry__isnull=False),
            ),
            models.CheckConstraint(
                name="only_what_was_told_is_acknowledged",
                condition=Q(acknowledged_at=None) | Q(told_at__isnull=False),
            ),
            models.UniqueConstraint(fields=["file", "line_no"], name="a_line_of_a_file_tells_of_one_change"),
            models.CheckConstraint(
                name="a_change_in_a_file_has_its_line",
                condition=Q(file=None, line_no=None) | Q(file__isnull=False, line_no__gt=0),
            ),
            models.CheckConstraint(
                name="only_what_stands_in_a_file_is_told", condition=Q(told_at=None) | Q(file__isnull=False)
            ),
            models.CheckConstraint(
                name="only_what_was_told_is_refused_and_says_why",
                condition=Q(refused_at=None, refusal="")
                | (Q(refused_at__isnull=False, told_at__isnull=False) & ~Q(refusal="")),
            ),
            models.CheckConstraint(
                name="a_difference_says_what_and_when",
                condition=Q(differs_at=None, difference="") | (Q(differs_at__isnull=False) & ~Q(difference="")),
            ),
        ]
        indexes = [
            models.Index(fields=["scheme", "id"], name="changes_to_tell", condition=Q(file=None)),
            models.Index(
                fields=["scheme", "told_at"],
                name="changes_not_acknowledged",
                condition=Q(acknowledged_at=None, told_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.key


class AnswerFile(models.Model):
    """What regionPAY answered: a file, what became of its rows, and the rows that could not be taken.

    `faults` are the first ones as [line, column, reason]; `fault_count` counts them all.
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, verbose_name="制度")
    name = models.CharField("ファイル名", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_at = models.DateTimeField("取り込んだ日時")
    taken_by = models.CharField("取り込んだ人", max_length=150)
    read_count = models.PositiveIntegerField("行数")
    accepted_count = models.PositiveIntegerField("受理")
    refused_count = models.PositiveIntegerField("拒否")
    unchanged_count = models.PositiveIntegerField("取り込み済み")
    fault_count = models.PositiveIntegerField("取り込めなかった行")
    faults = models.JSONField("取り込めなかった行の内容", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "regionPAYからの回答ファイル"
        constraints = [
            models.CheckConstraint(
                name="every_row_of_an_answer_file_has_an_outcome",
                condition=Q(
                    read_count=F("accepted_count") + F("refused_count") + F("unchanged_count") + F("fault_count")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name
