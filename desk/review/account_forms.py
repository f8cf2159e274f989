"""An account as it is said on the phone or written in a letter, on one page: the forms of the special site."""

from django.utils.datastructures import MultiValueDict

from claims import yucho
from claims.forms.account import AccountForm, BankForm, BranchForm, YuchoForm


class AccountForms:
    """Bank, branch and account, judged together. ゆうちょ銀行 is known by its symbol and number."""

    def __init__(self, name_kana: str, typed: MultiValueDict | None = None):
        bank_code = typed.get("bank_code", "").strip() if typed else ""
        self.bank = BankForm(typed)
        self.is_yucho = bank_code == yucho.BANK_CODE
        self.branch = YuchoForm(typed) if self.is_yucho else BranchForm(bank_code, typed)
        self.account = AccountForm(name_kana, self._account_data(typed))
        self.forms = [self.bank, self.branch, self.account]

    def is_valid(self) -> bool:
        """All are asked: each tells its own faults."""
        are_valid = [form.is_valid() for form in self.forms]
        return all(are_valid)

    def has_faults(self) -> bool:
        return any(form.errors for form in self.forms)

    def doubts(self) -> list[str]:
        """What may be mistyped. Of valid forms only."""
        return [str(words) for form in self.forms for _field, words in form.doubts()]

    def understood(self) -> dict:
        """The part `account` of a draft."""
        branch = self.branch.understood()
        names = ("bank_code", "branch_code", "branch_name")
        account = {name: branch[name] for name in names} | {"bank_name": self.bank.bank.full_name}
        return account | self.account.understood()

    def _account_data(self, typed: MultiValueDict | None) -> MultiValueDict | None:
        """Symbol and number give type and number."""
        if typed is None or not self.is_yucho or not self.branch.is_valid():
            return typed
        known = self.branch.understood()
        data = typed.copy()
        data["account_type"], data["account_no"] = known["account_type"], known["account_no"]
        return data
