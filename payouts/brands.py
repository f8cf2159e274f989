"""The five kinds of points, as the receiving page tells of them (notice 2.A2-brands).

What the house says of each is here; a scheme's own settings (BrandSetting, in the admin) go before it: which way its
codes come, what amounts it carries, how it is redeemed. Texts and limits are ours to begin with (reference/domain.md 5
has few public sources): each is to be confirmed with its issuer before anything is sent, and the setting says whether
it was.
"""

from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coupons.models import Scheme
from notifications.templatetags.wording import yen
from payouts.models import Brand, BrandSetting, Way

GOOD_FOR_DAYS = 30


@dataclass(frozen=True, slots=True)
class BrandCard:
    """One brand: for whom it is, what its code is called, how it is redeemed, what amounts it can carry, how it comes.

    `code_days_min`: so many days at least a code can still be redeemed when it is given.
    """

    brand: Brand
    for_whom: Promise
    code_name: Promise
    steps: tuple[Promise | str, ...]
    min_yen: int
    max_yen: int
    way: Way = Way.STOCK
    code_days_min: int = GOOD_FOR_DAYS
    is_offered: bool = True

    def carries(self, amount_yen: int) -> bool:
        return self.is_offered and self.min_yen <= amount_yen <= self.max_yen

    @property
    def why_not(self) -> Promise:
        """What is said where it cannot carry the amount (cases 17 and 22), or nothing can be had of it just now."""
        if not self.is_offered:
            return _("ただいま準備中です。")
        words = _("この種類でお送りできるのは、{least}から{most}までです。")
        return format_lazy(words, least=yen(self.min_yen), most=yen(self.max_yen))


CARDS = (  # in the notice's order
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


def cards(scheme: Scheme) -> list[BrandCard]:
    """The five in the notice's order, as `scheme` has them, in the language that is spoken now."""
    settings = {setting.brand: setting for setting in BrandSetting.objects.filter(scheme=scheme)}
    return [_as_set(card, settings.get(card.brand)) for card in CARDS]


def card_of(scheme: Scheme, brand: str) -> BrandCard:
    """One of them."""
    (card,) = [card for card in CARDS if card.brand == brand]
    return _as_set(card, BrandSetting.objects.filter(scheme=scheme, brand=brand).first())


def _as_set(card: BrandCard, setting: BrandSetting | None) -> BrandCard:
    if setting is None:
        return card
    told = setting.how_en if get_language() == "en" else setting.how_ja
    lines = tuple(line.strip() for line in told.splitlines() if line.strip())
    return replace(
        card,
        steps=lines or card.steps,
        min_yen=setting.min_yen,
        max_yen=setting.max_yen,
        way=Way(setting.way),
        code_days_min=setting.code_days_min,
        is_offered=setting.is_offered,
    )
