"""What is taken, and as what."""

from tests.claiming.inputs import NO, NO2, taken

NUMBERS = [
    ([NO], [NO]),
    (["1234 5678 9012"], [NO]),
    (["1234-5678-9012"], [NO]),
    (["１２３４５６７８９０１２"], [NO]),
    (["１２３４－５６７８－９０１２"], [NO]),
    (["1234ー5678ー9012"], [NO]),
    (["1234　5678　9012"], [NO]),
    (["番号：123456789012"], [NO]),
    (["お問合せ番号 1234 5678 9012"], [NO]),
    (["No.123456789012"], [NO]),
    (["\u200b123456789012\u200b"], [NO]),
    ([f"{NO}\n{NO2}"], [NO, NO2]),
    ([f"{NO}、{NO2}"], [NO, NO2]),
    ([f"{NO} {NO2}"], [NO, NO2]),
    ([NO, "", NO2], [NO, NO2]),
]
TAKEN = taken("coupons", "inquiry_no", "trip", "inquiry_nos", NUMBERS)
TAKEN += taken("coupons", "prefecture", "trip", "prefecture", [("13", "13"), ("47", "47")])
TAKEN += taken(
    "coupons",
    "travel_year",
    "trip",
    "travel_on",
    [
        (year, "2023-02-23")
        for year in ("2023", "２０２３", "令和5", "令和５年", "R5", "r5", "5", "23", "2023年", " 2023 ")
    ],
)
TAKEN += taken(
    "coupons", "travel_month", "trip", "travel_on", [(month, "2023-02-23") for month in ("2", "02", "２", "2月")]
)
TAKEN += taken("coupons", "travel_day", "trip", "travel_on", [(day, "2023-02-23") for day in ("23", "２３", "23日")])
TAKEN += taken("coupons", "travel_day", "trip", "travel_on", [("3", "2023-02-03"), ("24", "2023-02-24")])

TAKEN += taken(
    "you",
    "name",
    "person",
    "name",
    [
        ("沖縄 花子", "沖縄 花子"),
        ("沖縄　花子", "沖縄 花子"),
        ("  沖縄  花子 ", "沖縄 花子"),
        ("沖縄花子", "沖縄花子"),
        ("髙﨑 德子", "髙﨑 德子"),
        ("𠮷野 家子", "𠮷野 家子"),
        ("John Smith", "John Smith"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("Nguyễn Văn A", "Nguyễn Văn A"),
    ],
)
TAKEN += taken(
    "you",
    "name_kana",
    "person",
    "name_kana",
    [
        ("オキナワ ハナコ", "オキナワ ハナコ"),
        ("おきなわ はなこ", "オキナワ ハナコ"),
        ("ｵｷﾅﾜ ﾊﾅｺ", "オキナワ ハナコ"),
        ("オキナワ　ハナコ", "オキナワ ハナコ"),
        ("オキナワハナコ", "オキナワハナコ"),
        ("キャッスル ヨーコ", "キャッスル ヨーコ"),
        ("ﾀﾞﾝ ﾊﾟｵﾛ", "ダン パオロ"),
        ("マリア・ルイザ", "マリア・ルイザ"),
    ],
)
TAKEN += taken(
    "you",
    "phone",
    "person",
    "phone",
    [
        ("09012345678", "09012345678"),
        ("090-1234-5678", "09012345678"),
        ("090 1234 5678", "09012345678"),
        ("０９０－１２３４－５６７８", "09012345678"),
        ("090ー1234ー5678", "09012345678"),
        ("(090)1234-5678", "09012345678"),
        ("+81 90-1234-5678", "09012345678"),
        ("+81 (0)90-1234-5678", "09012345678"),
        ("0081 90 1234 5678", "09012345678"),
        ("03-1234-5678", "0312345678"),
        ("098-866-2764", "0988662764"),
        ("050-1234-5678", "05012345678"),
    ],
)
TAKEN += taken(
    "you",
    "email",
    "person",
    "email",
    [
        ("", ""),
        ("hanako@example.jp", "hanako@example.jp"),
        ("hanako＠example.jp", "hanako@example.jp"),
        ("ｈａｎａｋｏ@example.jp", "hanako@example.jp"),
        (" hanako@example.jp ", "hanako@example.jp"),
        ("hanako@example.jp。", "hanako@example.jp"),
        ("Hanako@EXAMPLE.JP", "Hanako@example.jp"),
        ("hanako..o@docomo.ne.jp", "hanako..o@docomo.ne.jp"),
        ("hanako.@docomo.ne.jp", "hanako.@docomo.ne.jp"),
        ("hanako+coupon@gmail.com", "hanako+coupon@gmail.com"),
    ],
)
TAKEN += taken(
    "delivery",
    "deliver_to",
    "delivery",
    "deliver_to",
    [("", "09012345678"), ("080-1111-2222", "08011112222"), ("０７０１１１１２２２２", "07011112222")],
)
TAKEN += taken(
    "delivery", "deliver_to", "delivery", "deliver_to", [("Taro＠example.jp ", "Taro@example.jp")], deliver_by="mail"
)
TAKEN += taken("stay", "stay_name", "stay", "place", [("なはホテル", "なはホテル"), (" ﾅﾊ　ﾎﾃﾙ ", "ナハ ホテル")])
TAKEN += taken("stay", "stay_year", "stay", "checked_in_on", [("令和5", "2023-02-23"), ("２３", "2023-02-23")])
TAKEN += taken("stay", "stay_day", "stay", "checked_in_on", [("22", "2023-02-22"), ("２２日", "2023-02-22")])
TAKEN += taken("stay", "booked_with", "stay", "booked_with", [("", ""), ("旅行　社", "旅行 社")])
TAKEN += taken("stay", "representative", "stay", "representative", [("", ""), ("沖縄　太郎", "沖縄 太郎")])
TAKEN += taken("bank", "bank_code", "bank", "bank_name", [("0187", "琉球銀行"), ("9900", "ゆうちょ銀行")])
TAKEN += taken("branch", "branch_code", "branch", "branch_name", [("101", "那覇支店"), ("102", "首里支店")])
TAKEN += taken("account", "account_type", "account", "account_type", [("1", "1"), ("2", "2"), ("4", "4")])
TAKEN += taken(
    "account",
    "account_no",
    "account",
    "account_no",
    [("1234567", "1234567"), ("１２３４５６７", "1234567"), ("12345", "0012345"), ("123-4567", "1234567")],
)
TAKEN += taken(
    "account",
    "holder_kana",
    "account",
    "holder_kana",
    [
        ("オキナワ ハナコ", "ｵｷﾅﾜ ﾊﾅｺ"),
        ("おきなわ　はなこ", "ｵｷﾅﾜ ﾊﾅｺ"),
        ("ｵｷﾅﾜ ﾊﾅｺ", "ｵｷﾅﾜ ﾊﾅｺ"),
    ],
)
