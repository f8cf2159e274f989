"""Banks and branches by their codes, as loaded by the command `banks` (reference: zengin-code)."""

import re

from django.db import models
from django.db.models import Q

JAPANESE_BANKS = re.compile(
    "00..|01..|02[89].|03..|05..|9900"
)  # the others' names are whole: 信金, 農協, foreign banks
NAMED_WHOLE = re.compile("(?:本店|支店|支所|出張所|営業部|代理店)$")
YUCHO = "9900"
FROM_HERE_FARMERS = "3000"  # and fishers: some say 支店, some 支所, and the list does not tell


class Bank(models.Model):
    """A bank of the Zengin list. `listed_on` is the date of the list it was last in; a closed one keeps its row."""

    code = models.CharField("銀行コード", max_length=4, primary_key=True)
    name = models.CharField("銀行名（「銀行」なし）", max_length=60)
    kana = models.CharField("カナ（小さい文字なし）", max_length=60)
    spellings = models.TextField("検索に使うつづり")
    listed_on = models.DateField("一覧の日付")

    class Meta:
        verbose_name = verbose_name_plural = "銀行"
        constraints = [
            models.CheckConstraint(name="a_listed_bank_code_has_four_digits", condition=Q(code__regex="^[0-9]{4}$"))
        ]

    def __str__(self) -> str:
        return f"{self.full_name}（{self.code}）"

    @property
    def full_name(self) -> str:
        """「琉球銀行」, 「コザ信金」."""
        return f"{self.name}銀行" if JAPANESE_BANKS.fullmatch(self.code) else self.name


class Branch(models.Model):
    """A branch of a bank. One row a code, as in the list: of branches that share one, it names the one that goes on."""

    bank = models.ForeignKey(Bank, models.CASCADE, verbose_name="銀行", related_name="branches")
    code = models.CharField("支店コード", max_length=3)
    name = models.CharField("支店名（「支店」なし）", max_length=60)
    kana = models.CharField("カナ（小さい文字なし）", max_length=60)
    spellings = models.TextField("検索に使うつづり")
    listed_on = models.DateField("一覧の日付")

    class Meta:
        verbose_name = verbose_name_plural = "支店"
        constraints = [
            models.UniqueConstraint(fields=["bank", "code"], name="a_branch_code_is_unique_in_its_bank"),
            models.CheckConstraint(name="a_listed_branch_code_has_three_digits", condition=Q(code__regex="^[0-9]{3}$")),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}（{self.code}）"

    @property
    def full_name(self) -> str:
        """「那覇支店」, 「本店営業部」, 「一九八店」 of ゆうちょ銀行."""
        if self.bank_id == YUCHO:
            return f"{self.name}店"
        whole = FROM_HERE_FARMERS <= self.bank_id or NAMED_WHOLE.search(self.name)
        return self.name if whole else f"{self.name}支店"
