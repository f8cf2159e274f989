"""Banks and branches by their codes, as loaded by the command `banks` (reference: zengin-code)."""

from django.db import models
from django.db.models import Q


class Bank(models.Model):
    """A bank of the Zengin list. `listed_on` is the date of the list it was last in; a closed one keeps its row."""

    code = models.CharField("銀行コード", max_length=4, primary_key=True)
    name = models.CharField("銀行名", max_length=60)
    kana = models.CharField("カナ", max_length=60)
    hiragana = models.CharField("ひらがな", max_length=60)
    romaji = models.CharField("ローマ字", max_length=80)
    listed_on = models.DateField("一覧の日付")

    class Meta:
        verbose_name = verbose_name_plural = "銀行"
        constraints = [
            models.CheckConstraint(name="a_listed_bank_code_has_four_digits", condition=Q(code__regex="^[0-9]{4}$"))
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class Branch(models.Model):
    """A branch of a bank. The code is not unique in the list: a branch that moved in keeps its number (see `banks`)."""

    bank = models.ForeignKey(Bank, models.CASCADE, verbose_name="銀行", related_name="branches")
    code = models.CharField("支店コード", max_length=3)
    name = models.CharField("支店名", max_length=60)
    kana = models.CharField("カナ", max_length=60)
    hiragana = models.CharField("ひらがな", max_length=60)
    romaji = models.CharField("ローマ字", max_length=80)
    listed_on = models.DateField("一覧の日付")

    class Meta:
        verbose_name = verbose_name_plural = "支店"
        constraints = [
            models.UniqueConstraint(fields=["bank", "code"], name="a_branch_code_is_unique_in_its_bank"),
            models.CheckConstraint(name="a_listed_branch_code_has_three_digits", condition=Q(code__regex="^[0-9]{3}$")),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"
