"""The five kinds of points, as the receiving page tells of them (notice 2.A2-brands).

Texts and limits are ours to begin with: reference/domain.md 5 has few public sources, and each is to be confirmed with
its issuer before anything is sent. The limits become settings of the scheme with the screens of the issuers.
"""

from dataclasses import dataclass

from payouts.models import Brand


@dataclass(frozen=True, slots=True)
class BrandCard:
    """One brand: for whom it is, what its code is called, how it is redeemed, and what amounts it can carry."""

    brand: Brand
    for_whom: str
    code_name: str
    steps: tuple[str, str, str]
    min_yen: int
    max_yen: int

    def carries(self, amount_yen: int) -> bool:
        return self.min_yen <= amount_yen <= self.max_yen

    @property
    def why_not(self) -> str:
        """What is said where it cannot carry the amount (cases 17 and 22)."""
        return f"この種類でお送りできるのは、{self.min_yen:,}円から{self.max_yen:,}円までです。"


CARDS = (
    BrandCard(
        Brand.AMAZON,
        "Amazonのアカウントをお持ちの方に",
        "ギフトカード番号",
        (
            "Amazonのアプリかサイトにログインします。",
            "「アカウントサービス」から「ギフトカード」を開き、「ギフトカードを登録」を選びます。",
            "上の番号を入力して、アカウントに登録します。",
        ),
        min_yen=15,  # as the mail type
        max_yen=500_000,
    ),
    BrandCard(
        Brand.PONTA,
        "Pontaの会員IDをお持ちの方に",
        "ポイント コード",
        (
            "Pontaのサイトに、会員IDでログインします。",
            "ポイント コードを登録するページを開きます。",
            "上のコードを入力すると、ポイントが加わります。",
        ),
        min_yen=1,
        max_yen=100_000,  # no public source
    ),
    BrandCard(
        Brand.PAYPAY,
        "PayPayアプリをお使いの方に",
        "PayPayポイントコード",
        (
            "PayPayアプリを開き、「チャージ」を選びます。",
            "ポイントコードを入力する画面を開きます。",
            "上のコードを入力すると、ポイントが加わります。",
        ),
        min_yen=1,
        max_yen=100_000,  # no public source
    ),
    BrandCard(
        Brand.EDY,
        "楽天Edyのカードやおサイフケータイをお使いの方に（iPhoneでは、カードも必要です）",
        "Edy ギフト ID",
        (
            "Edyの番号（16桁）を、カードの裏面かアプリで確かめます。",
            "Edy ギフト IDを受け取るサイトで、上のIDとEdyの番号を入力します。",
            "アプリか、お店の端末で、Edyを受け取ります。",
        ),
        min_yen=1,
        max_yen=25_000,  # what one charge can carry
    ),
    BrandCard(
        Brand.NANACO,
        "nanacoカード・nanacoモバイルをお使いの方に",
        "nanacoギフトID",
        (
            "nanacoのサイトの会員メニューにログインします。",
            "「nanacoギフト登録」に、上のIDを入力します。",
            "セブン-イレブンのレジかセブン銀行ATM、アプリで、残高を受け取ります。",
        ),
        min_yen=1,
        max_yen=50_000,  # what a card can hold
    ),
)
CARD_OF = {card.brand: card for card in CARDS}
