"""What is refused, where and in which words."""

from tests.claiming.inputs import NO, NO2, refused

EMPTY_NO = "1枚目のお問合せ番号を入力してください。"
LETTERS = "1枚目のお問合せ番号に、数字以外の文字が入っています。"
NOT_A_MOBILE = "携帯電話の番号（060・070・080・090で始まる11桁）を入力してください。"
NOT_A_PHONE = "電話番号は、0から始まる10桁か11桁の数字で入力してください。"
NOT_A_MAIL = "メールアドレスの形になっていません。「@」のあとを、もう一度お確かめください。"
NOT_KANA = "フリガナは、ひらがなかカタカナで入力してください。"


def not_digits(called: str, unit: str) -> str:
    return f"{called}の「{unit}」は、数字で入力してください。"


REFUSED = refused(
    "coupons",
    "prefecture",
    [(bad, "ご旅行先の都道府県を選んでください。") for bad in ("", "01", "沖縄県")],
)
REFUSED += refused(
    "coupons",
    "inquiry_no",
    [
        ([""], EMPTY_NO, "id_inquiry_no_1"),
        (
            ["12345678901"],
            "1枚目のお問合せ番号は11桁です。12桁の数字を入力してください。",
            "id_inquiry_no_1",
        ),
        (
            ["1234567890123"],
            "1枚目のお問合せ番号は13桁です。12桁の数字を入力してください。",
            "id_inquiry_no_1",
        ),
        (["12345678901O"], LETTERS, "id_inquiry_no_1"),
        (["ABCDEFGHIJKL"], LETTERS, "id_inquiry_no_1"),
        ([NO, "1"], "2枚目のお問合せ番号は1桁です。12桁の数字を入力してください。", "id_inquiry_no_2"),
        ([NO, NO], "1枚目と2枚目のお問合せ番号が同じです。どちらかを削除してください。", "id_inquiry_no_2"),
        (
            [NO, NO2, "１２３４－５６７８－９０１２"],
            "1枚目と3枚目のお問合せ番号が同じです。どちらかを削除してください。",
            "id_inquiry_no_3",
        ),
        (
            [f"{n:012}" for n in range(1, 22)],
            "1回に申請できるのは20枚までです（いま21枚）。残りは、この申請のあとに続けて申請できます。",
            "id_inquiry_no_21",
        ),
        (["1" * 2001], "長すぎます。もっと短く入力してください。", "id_inquiry_no_1"),
    ],
)
REFUSED += refused(
    "coupons",
    "travel_year",
    [
        ("", "旅行日の「年」を入力してください。"),
        ("二〇二三", not_digits("旅行日", "年")),
        ("平成35", not_digits("旅行日", "年")),
        ("2024", "旅行日は2023年2月24日（金）以前の日付を入力してください。", "id_travel_day"),
        ("2013", "旅行日の年をお確かめください。", "id_travel_day"),
    ],
)
REFUSED += refused(
    "coupons",
    "travel_month",
    [
        ("", "旅行日の「月」を入力してください。"),
        ("Feb", not_digits("旅行日", "月")),
        ("13", "13月23日はありません。旅行日をお確かめください。"),
        ("0", "0月23日はありません。旅行日をお確かめください。"),
        ("3", "旅行日は2023年2月24日（金）以前の日付を入力してください。", "id_travel_day"),
    ],
)
REFUSED += refused(
    "coupons",
    "travel_day",
    [
        ("", "旅行日の「日」を入力してください。"),
        ("x", not_digits("旅行日", "日")),
        ("30", "2月30日はありません。旅行日をお確かめください。"),
        ("29", "2023年2月29日はありません。旅行日をお確かめください。"),
        ("0", "2月0日はありません。旅行日をお確かめください。"),
        ("25", "旅行日は2023年2月24日（金）以前の日付を入力してください。"),
    ],
)
REFUSED += refused(
    "coupons",
    "travel_day",
    [("", "旅行日を入力してください。", "id_travel_year")],
    travel_year="",
    travel_month="",
)
REFUSED += refused(
    "you",
    "name",
    [
        ("", "お名前を入力してください。"),
        ("　", "お名前を入力してください。"),
        ("\u200b", "お名前を入力してください。"),
        ("あ" * 61, "お名前は、60文字以内で入力してください。"),
    ],
)
REFUSED += refused(
    "you",
    "name_kana",
    [
        ("", "フリガナを入力してください。"),
        ("沖縄 花子", NOT_KANA),
        ("Okinawa Hanako", NOT_KANA),
        ("オキナワ1", NOT_KANA),
        ("ア" * 61, "フリガナは、60文字以内で入力してください。"),
    ],
)
REFUSED += refused(
    "you",
    "phone",
    [
        ("", "電話番号を入力してください。"),
        ("12345678901", NOT_A_PHONE),
        ("090-1234-567", "090から始まる番号は11桁です。数字をもう一度お確かめください。"),
        ("090-1234-56789", NOT_A_PHONE),
        ("でんわ", NOT_A_PHONE),
        ("03-1234-56789", "03から始まる番号は10桁です。数字をもう一度お確かめください。"),
        ("0120-479-249", "0120や0570などの番号は使えません。日中につながる番号を入力してください。"),
        ("+1 212 555 0100", NOT_A_PHONE),
    ],
)
REFUSED += refused(
    "you",
    "email",
    [
        ("hanako", NOT_A_MAIL),
        ("hanako@", NOT_A_MAIL),
        ("hanako@example", NOT_A_MAIL),
        ("hanako@exam ple", NOT_A_MAIL),
        (
            "花子@example.jp",
            "メールアドレスの「@」の前に、使えない文字があります。もう一度お確かめください。",
        ),
        (
            "@example.jp",
            "メールアドレスの「@」の前に、使えない文字があります。もう一度お確かめください。",
        ),
    ],
)
REFUSED += refused(
    "delivery",
    "deliver_by",
    [(bad, "ご案内の受け取り方を選んでください。") for bad in ("", "letter")],
)
REFUSED += refused(
    "delivery",
    "deliver_to",
    [("03-1234-5678", NOT_A_MOBILE), ("taro@example.jp", NOT_A_MOBILE), ("090", NOT_A_MOBILE)],
)
REFUSED += refused(
    "delivery",
    "deliver_to",
    [
        ("", "ご案内を受け取るメールアドレスを入力してください。"),
        ("090-1234-5678", NOT_A_MAIL),
        ("taro@", NOT_A_MAIL),
    ],
    deliver_by="mail",
)
REFUSED += refused(
    "code",
    "code",
    [
        ("", "認証コードを入力してください。"),
        ("12345", "認証コードは、6桁の数字で入力してください。"),
        ("abcdef", "認証コードは、6桁の数字で入力してください。"),
    ],
)
REFUSED += refused(
    "stay",
    "stay_name",
    [("", "宿泊施設名を入力してください。"), ("あ" * 61, "宿泊施設名は、60文字以内で入力してください。")],
)
REFUSED += refused(
    "stay",
    "stay_day",
    [
        ("", "泊まった日の「日」を入力してください。"),
        ("31", "2月31日はありません。泊まった日をお確かめください。"),
        ("25", "泊まった日は2023年2月24日（金）以前の日付を入力してください。"),
    ],
)
REFUSED += refused("stay", "booked_with", [("あ" * 61, "予約した会社は、60文字以内で入力してください。")])
REFUSED += refused("stay", "representative", [("あ" * 61, "代表者のお名前は、60文字以内で入力してください。")])
REFUSED += refused(
    "bank",
    "bank_code",
    [
        (bad, "金融機関が選ばれていません。銀行名か4桁の銀行コードで検索してください。", "id_q")
        for bad in ("", "9999", "琉球")
    ],
)
REFUSED += refused(
    "branch",
    "branch_code",
    [
        (bad, "支店が選ばれていません。支店名か3桁の支店番号で検索してください。", "id_q")
        for bad in ("", "999", "201", "那覇")
    ],
)
REFUSED += refused("account", "account_type", [(bad, "口座の種類を選んでください。") for bad in ("", "3")])
REFUSED += refused(
    "account",
    "account_no",
    [
        ("", "口座番号を入力してください。"),
        ("12345678", "口座番号は7桁以内の数字で入力してください。"),
        ("12a4567", "口座番号は7桁以内の数字で入力してください。"),
    ],
)
REFUSED += refused(
    "account",
    "holder_kana",
    [
        ("", "口座名義（カナ）を入力してください。"),
        ("オキナワ@", "口座名義に使えない文字「@」があります。通帳のカナのとおりに入力してください。"),
        ("沖縄 花子", "口座名義に使えない文字「沖」があります。通帳のカナのとおりに入力してください。"),
        ("ヲカダ", "口座名義の「ヲ」は、「オ」と入力してください。"),
        ("---", "口座名義（カナ）を入力してください。"),
    ],
)
REFUSED += refused(
    "review",
    "agree",
    [("", "個人情報の取り扱いに同意いただける場合は、チェックを入れてください。")],
)
