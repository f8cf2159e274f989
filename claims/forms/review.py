"""The last page before filing asks one thing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from claims.forms.page import PageForm


class ReviewForm(PageForm):
    """Consent to how personal data is handled."""

    agree = forms.BooleanField(
        label=_("個人情報の取り扱いに同意する"),
        error_messages={"required": _("個人情報の取り扱いに同意いただける場合は、チェックを入れてください。")},
    )
