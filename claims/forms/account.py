"""Where a refund goes (notice 2.R): bank, branch, account. Asked only of a contact that was proved."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from claims import holder, normalise, yucho
from claims.banks import listed
from claims.forms.page import PageForm, Understood, Words
from claims.models import Bank, BankAccount, Branch

NO_BANK = _("金融機関が選ばれていません。銀行名か4桁の銀行コードで検索してください。")
NO_BRANCH = _("支店が選ばれていません。支店名か3桁の支店番号で検索してください。")


class SearchedForm(PageForm):
    """A choice among what was found. Its faults lead to the search: there may be nothing to choose from yet."""

    def faults(self) -> list[tuple[str, Words]]:
        return [("id_q", words) for _field, words in super().faults()]


class BankForm(SearchedForm):
    """One bank of the list."""

    bank_code = forms.CharField(label=_("金融機関"), error_messages={"required": NO_BANK})

    @cached_property
    def bank(self) -> Bank | None:
        return listed(Bank.objects).filter(code=self.cleaned_data["bank_code"]).first()

    def clean_bank_code(self) -> str:
        if self.bank is None:
            raise forms.ValidationError(NO_BANK)
        return self.bank.code

    def understood(self) -> dict:
        """The part `bank` of the draft."""
        return {"bank_code": self.bank.code, "bank_name": self.bank.full_name}


class BranchForm(SearchedForm):
    """One branch of the chosen bank."""

    branch_code = forms.CharField(label=_("支店"), error_messages={"required": NO_BRANCH})

    def __init__(self, bank_code: str, *args, **more):
        super().__init__(*args, **more)
        self.bank_code = bank_code

    @cached_property
    def branch(self) -> Branch | None:
        return listed(Branch.objects).filter(bank_id=self.bank_code, code=self.cleaned_data["branch_code"]).first()

    def clean_branch_code(self) -> str:
        if self.branch is None:
            raise forms.ValidationError(NO_BRANCH)
        return self.branch.code

    def understood(self) -> dict:
        """The part `branch` of the draft."""
        return {"bank_code": self.bank_code, "branch_code": self.branch.code, "branch_name": self.branch.full_name}


class YuchoForm(PageForm):
    """記号 and 番号 of ゆうちょ銀行, as its passbooks have them; they give branch, type and number at once."""

    yucho_symbol = forms.CharField(
        label=_("記号"),
        strip=False,
        error_messages={"required": _("記号を入力してください。")},
        help_text=_("通帳やカードにある5桁の数字です。例：14030"),
    )
    yucho_number = forms.CharField(
        label=_("番号"),
        strip=False,
        error_messages={"required": _("番号を入力してください。")},
        help_text=_("最後の「1」まで、8桁以内の数字をそのまま入力してください。例：12345671"),
    )

    def clean(self) -> None:
        symbol, number = (self.cleaned_data.get(name, "") for name in ("yucho_symbol", "yucho_number"))
        if not symbol or not number:
            return
        try:
            self.account = yucho.account(symbol, number)
        except normalise.NotUnderstood as fault:
            self.refuse(f"yucho_{fault.part}", fault.words)
            return
        self.branch = listed(Branch.objects).filter(bank_id=yucho.BANK_CODE, code=self.account.branch_code).first()
        if self.branch is None:
            self.refuse("yucho_symbol", _("この記号の店が見つかりません。記号をもう一度お確かめください。"))

    def doubts(self) -> list[tuple[str, Words]]:
        """Printed examples fail the check digit too: ask once, refuse nothing."""
        words = _("記号と番号の組み合わせが合わないようです。通帳ともう一度見くらべてください。")
        return [] if self.account.looks_right else [(self["yucho_symbol"].auto_id, words)]

    def understood(self) -> dict:
        """The part `branch` of the draft, with what the account's page need not ask again."""
        return {
            "bank_code": yucho.BANK_CODE,
            "branch_code": self.branch.code,
            "branch_name": self.branch.full_name,
            "account_type": self.account.account_type,
            "account_no": self.account.account_no,
            "yucho_symbol": self.cleaned_data["yucho_symbol"],
            "yucho_number": self.cleaned_data["yucho_number"],
        }


class AccountForm(PageForm):
    """Type, number and holder."""

    account_type = forms.ChoiceField(
        label=_("口座の種類"),
        choices=BankAccount.Type.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("口座の種類を選んでください。")),
    )
    account_no = Understood(
        normalise.account_no,
        label=_("口座番号"),
        missing=_("口座番号を入力してください。"),
        help_text=_("7桁より短いときは、そのまま入力してください（前に0を付けます）。"),
    )
    holder_kana = Understood(
        holder.zengin_name,
        label=_("口座名義（カナ）"),
        missing=_("口座名義（カナ）を入力してください。"),
        help_text=_("通帳やカードのカナのとおりに入力してください。ひらがなでも入力できます。"),
    )

    def __init__(self, name_kana: str, *args, **more):
        super().__init__(*args, **more)
        self.name_kana = name_kana

    def doubts(self) -> list[tuple[str, Words]]:
        """Whose account it is: the family's will do, so it is asked only once."""
        if holder.same_person(self.name_kana, self.cleaned_data["holder_kana"]):
            return []
        words = _("お名前のフリガナと口座名義が違います。ご本人名義の口座でまちがいありませんか。")
        return [(self["holder_kana"].auto_id, words)]

    def understood(self) -> dict:
        """What the part `account` of the draft says beside bank and branch."""
        return {name: self.cleaned_data[name] for name in ("account_type", "account_no", "holder_kana")}
