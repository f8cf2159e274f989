"""The five kinds of points, as the receiving page tells of them (notice 2.A2-brands).

Texts and limits are ours to begin with: reference/domain.md 5 has few public sources, and each is to be confirmed with
its issuer before anything is sent. The limits become settings of the scheme with the screens of the issuers.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from notifications.templatetags.wording import yen
from payouts.models import Brand


@dataclass(frozen=True, slots=True)
class BrandCard:
    """One brand: for whom it is, what its code is called, how it is redeemed, and what amounts it can carry."""

    brand: Brand
    for_whom: Promise
    code_name: Promise
    steps: tuple[Promise, Promise, Promise]
    min_yen: int
    max_yen: int

    def carries(self, amount_yen: int) -> bool:
        return self.min_yen <= amount_yen <= self.max_yen

    @property
    def why_not(self) -> Promise:
        """What is said where it cannot carry the amount (cases 17 and 22)."""
        words = _("この種類でお送りできるのは、{least}から{most}までです。")
        return format_lazy(words, least=yen(self.min_yen), most=yen(self.max_yen))


CARDS = (
    BrandCard(
        Brand.AMAZON,
        _("Amazonのアカウントをお持ちの方に"),
        _("ギフトカード番号"),
        (
            _("Amazonのアプリかサイトにログインします。"),
            _("「アカウントサービス」から「ギフトカード」を開き、「ギフトカードを登録」を選びます。"),
            _("上の番号を入力して、アカウントに登録します。"),
        ),
        min_yen=15,  # as the mail type
        max_yen=500_000,
    ),
    BrandCard(
        Brand.PONTA,
        _("Pontaの会員IDをお持ちの方に"),
        _("ポイント コード"),
        (
            _("Pontaのサイトに、会員IDでログインします。"),
            _("ポイント コードを登録するページを開きます。"),
            _("上のコードを入力すると、ポイントが加わります。"),
        ),
        min_yen=1,
        max_yen=100_000,  # no public source
    ),
    BrandCard(
        Brand.PAYPAY,
        _("PayPayアプリをお使いの方に"),
        _("PayPayポイントコード"),
        (
            _("PayPayアプリを開き、「チャージ」を選びます。"),
            _("ポイントコードを入力する画面を開きます。"),
            _("上のコードを入力すると、ポイントが加わります。"),
        ),
        min_yen=1,
        max_yen=100_000,  # no public source
    ),
    BrandCard(
        Brand.EDY,
        _("楽天Edyのカードやおサイフケータイをお使いの方に（iPhoneでは、カードも必要です）"),
        _("Edy ギフト ID"),
        (
            _("Edyの番号（16桁）を、カードの裏面かアプリで確かめます。"),
            _("Edy ギフト IDを受け取るサイトで、上のIDとEdyの番号を入力します。"),
            _("アプリか、お店の端末で、Edyを受け取ります。"),
        ),
        min_yen=1,
        max_yen=25_000,  # what one charge can carry
    ),
    BrandCard(
        Brand.NANACO,
        _("nanacoカード・nanacoモバイルをお使いの方に"),
        _("nanacoギフトID"),
        (
            _("nanacoのサイトの会員メニューにログインします。"),
            _("「nanacoギフト登録」に、上のIDを入力します。"),
            _("セブン-イレブンのレジかセブン銀行ATM、アプリで、残高を受け取ります。"),
        ),
        min_yen=1,
        max_yen=50_000,  # what a card can hold
    ),
)
CARD_OF = {card.brand: card for card in CARDS}
