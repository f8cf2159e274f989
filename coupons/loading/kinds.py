"""The five kinds of file: their headers, what a good value is, and what it is stored as.

The SQL fragments speak of a row's tidied text columns by their English names. A column's faults are asked in order, and
only if no column before it had one: so a cast may rely on the shape asked before it.
"""

from dataclasses import dataclass, field

# [0-9] and ?, not \d and {1,2}: PostgreSQL takes a third longer for those, and these run on every row.
TIME = (
    "^20[0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?( +|T)([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?"
    "( ?(Z|[+-][0-9][0-9](:?[0-9][0-9])?))?$"
)
DATE = "^20[0-9][0-9]-[0-9][0-9]?-[0-9][0-9]?$"
PREFECTURE = "^(0[1-9]|[1-3][0-9]|4[0-7])$"
NOT_IN_A_NUMBER = "[^!#-~]"
PHONE = "^0[1-9][0-9]{8,9}$"
EMAIL = "^[!#-&''*+./0-9=?A-Z^-~-]+@[0-9A-Za-z.-]+[.][0-9A-Za-z-]+$"  # ASCII; the quote doubled for SQL
YEN = "^0*[1-9][0-9]{0,6}$"

TRIMMED = "btrim({})"
WITHOUT_SPACES = "replace({}, ' ', '')"
OURS = "starts_with(entry_no, 'HOSHO-') and kind <> 'reinstatement'"
KIND_OF_ENTRY = """case btrim(lower({})) when '決済' then 'payment' when 'payment' then 'payment'
    when '取消' then 'cancellation' when 'cancellation' then 'cancellation'
    when '戻入' then 'reinstatement' when 'reinstatement' then 'reinstatement' else '' end"""


@dataclass(frozen=True)
class Column:
    """A column of a file: its two headers, how its text is tidied, and its faults as (SQL that is true, reason)."""

    name: str
    japanese: str
    faults: tuple[tuple[str, str], ...]
    tidy: str = TRIMMED
    required: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of file. `stored` maps the table's columns to SQL; `looked_up` joins the rows it names."""

    name: str
    table: str
    key: str
    key_column: str
    columns: tuple[Column, ...]
    stored: dict[str, str]
    looked_up: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def headers(self) -> dict[str, str]:
        """English names by either header."""
        return {header: column.name for column in self.columns for header in (column.name, column.japanese)}

    def missing(self, headers: list[str]) -> list[str]:
        """The required columns of which neither header is there."""
        found = {self.headers.get(header) for header in headers}
        return [column.name for column in self.columns if column.required and column.name not in found]

    @property
    def faults(self) -> list[tuple[str, str, str]]:
        """Every (column, SQL, reason), in header order: a row is refused for the first that is true."""
        return [(column.name, sql, reason) for column in self.columns for sql, reason in column.faults]


def number(name: str, japanese: str) -> Column:
    odd = f"{name} ~ '{NOT_IN_A_NUMBER}' or length({name}) > 40"  # a bounded repeat would take ten times as long
    faults = ((f"{name} = ''", "空欄です。"), (odd, "番号に使えない文字があるか、40文字を超えています。"))
    return Column(name, japanese, faults)


def named(name: str, japanese: str) -> Column:
    """Free text. CP932 reads bytes of no character as 0080 and f8f0 to f8f3; UTF-8 leaves fffd."""
    faults = (
        (f"{name} = ''", "空欄です。"),
        (
            f"length({name}) > 200 or {name} ~ U&'[\\0001-\\001f\\007f-\\009f\\f8f0-\\f8f3\\fffd]'",
            "読めない文字があるか、200文字を超えています。",
        ),
    )
    return Column(name, japanese, faults, "btrim({}, U&' \\00a0\\3000')")


def reference(name: str, japanese: str, found: str, *, may_be_blank: bool = False, tidy: str = TRIMMED) -> Column:
    """A number that must be on record: `found` is the looked-up row's id."""
    blank = () if may_be_blank else ((f"{name} = ''", "空欄です。"),)
    unknown = (f"{name} <> '' and {found} is null", f"この{japanese}は登録されていません。")
    return Column(name, japanese, (*blank, unknown), tidy)


def prefecture() -> Column:
    return Column(
        "prefecture", "都道府県コード", ((f"prefecture !~ '{PREFECTURE}'", "都道府県コードは01から47までの2桁です。"),)
    )


def phone() -> Column:
    tidy = "regexp_replace(regexp_replace({}, '[ ()-]', '', 'g'), '^[+]810?', '0')"
    faults = ((f"phone <> '' and phone !~ '{PHONE}'", "電話番号は0から始まる10桁か11桁です。"),)
    return Column("phone", "電話番号", faults, tidy)


def money(name: str, japanese: str) -> Column:
    return Column(name, japanese, ((f"{name} !~ '{YEN}'", "1円以上、7桁までの整数（円）ではありません。"),))


def time(name: str, japanese: str, *more: tuple[str, str], may_be_blank: bool = False) -> Column:
    """An instant; without a zone it is Japan time. The shape comes first: the database would take `24:00` and `now`."""
    given = f"{name} <> '' and " if may_be_blank else ""
    faults = (
        (f"{given}{name} !~ '{TIME}'", "「2023-02-24 23:59」の形の日時ではありません。"),
        (f"{given}not pg_input_is_valid({name}, 'timestamptz')", "ない日時です。"),
    )
    return Column(name, japanese, (*more, *faults), "replace(btrim({}), '/', '-')")


def day(name: str, japanese: str) -> Column:
    faults = (
        (f"{name} !~ '{DATE}'", "「2023-02-24」の形の日付ではありません。"),
        (f"not pg_input_is_valid({name}, 'date')", "ない日付です。"),
    )
    return Column(name, japanese, faults, "replace(btrim({}), '/', '-')")


MEMBERS = Kind(
    name="members",
    table="coupons_member",
    key="member_no",
    key_column="member_no",
    columns=(
        number("member_no", "会員番号"),
        phone(),
        Column(
            "email",
            "メールアドレス",
            ((f"email <> '' and (email !~ '{EMAIL}' or length(email) > 254)", "メールアドレスの形になっていません。"),),
        ),
        time("left_at", "退会日時", may_be_blank=True),
    ),
    stored={
        "member_no": "member_no",
        "phone": "phone",
        "email": "email",
        "left_at": "nullif(left_at, '')::timestamptz",
    },
)


def place(name: str, table: str, number_name: str, japanese_no: str, japanese_name: str) -> Kind:
    """Issuers and stores have the same shape."""
    return Kind(
        name=name,
        table=table,
        key=number_name,
        key_column="no",
        columns=(number(number_name, japanese_no), named("name", japanese_name), prefecture(), phone()),
        stored={"no": number_name, "name": "name", "prefecture": "prefecture", "phone": "phone"},
    )


ISSUERS = place("issuers", "coupons_issuer", "issuer_no", "発行店番号", "発行店名")
STORES = place("stores", "coupons_store", "store_no", "店舗番号", "店舗名")

COUPONS = Kind(
    name="coupons",
    table="coupons_coupon",
    key="inquiry_no",
    key_column="inquiry_no",
    columns=(
        Column(
            "inquiry_no",
            "お問合せ番号",
            (
                ("inquiry_no = ''", "空欄です。"),
                # The pattern is editable; 33 characters are what an issue entry's number has room for.
                ("inquiry_no !~ %(inquiry_no_pattern)s", "お問合せ番号の形ではありません。"),
                (
                    "octet_length(inquiry_no) > least(length(inquiry_no), 33)",
                    "お問合せ番号に使えない文字があるか、33文字を超えています。",
                ),
            ),
            WITHOUT_SPACES,
        ),
        prefecture(),
        reference("issuer_no", "発行店番号", "issuer_id"),
        money("face_value", "券面額"),
        time("issued_at", "発行日時"),
        day("travel_on", "旅行日"),
        time("expires_at", "有効期限"),
        reference("member_no", "会員番号", "member_id", may_be_blank=True),
        time(
            "charged_at",
            "チャージ日時",
            ("charged_at <> '' and member_no = ''", "会員番号がないのに、チャージ日時があります。"),
            may_be_blank=True,
        ),
    ),
    stored={
        "inquiry_no": "inquiry_no",
        "prefecture": "prefecture",
        "issuer_id": "issuer_id",
        "face_value_yen": "face_value::int",
        "issued_at": "issued_at::timestamptz",
        "travel_on": "travel_on::date",
        # The file gives the last valid minute; a deadline is the first instant that is too late (question 1).
        "expires_at": "date_trunc('minute', expires_at::timestamptz) + interval '1 minute'",
        "member_id": "member_id",
        "charged_at": "nullif(charged_at, '')::timestamptz",
    },
    looked_up="""
        left join (select id as issuer_id, no from coupons_issuer where scheme_id = %(scheme)s) issuer
            on issuer.no = tidy.issuer_no
        left join (select id as member_id, member_no as no from coupons_member where scheme_id = %(scheme)s) member
            on member.no = tidy.member_no
    """,
)

ENTRIES = Kind(
    name="entries",
    table="coupons_entry",
    key="entry_no",
    key_column="entry_no",
    columns=(
        Column(
            "entry_no",
            "取引番号",
            (*number("entry_no", "").faults, (OURS, "HOSHO- で始まる番号は、こちらの戻入の控えだけのものです。")),
        ),
        reference("inquiry_no", "お問合せ番号", "coupon_id", tidy=WITHOUT_SPACES),
        Column("kind", "種別", (("kind = ''", "種別は、決済・取消・戻入のどれかです。"),), KIND_OF_ENTRY),
        money("amount", "金額"),
        time("occurred_at", "日時"),
        reference("store_no", "店舗番号", "store_id", may_be_blank=True),
        Column(
            "cancels",
            "元取引番号",
            (("cancels <> '' and kind <> 'cancellation'", "元取引番号を書けるのは、取消だけです。"),),
            required=False,
        ),
    ),
    stored={
        "coupon_id": "coupon_id",
        "entry_no": "entry_no",
        "kind": "kind",
        "amount_yen": "case kind when 'payment' then -amount::int else amount::int end",
        "occurred_at": "occurred_at::timestamptz",
        "store_id": "store_id",
    },
    looked_up="""
        left join (
            select id as coupon_id, inquiry_no as no, issued_at as coupon_issued_at, expires_at as coupon_expires_at
            from coupons_coupon where scheme_id = %(scheme)s
        ) coupon on coupon.no = tidy.inquiry_no
        left join (select id as store_id, no from coupons_store where scheme_id = %(scheme)s) store
            on store.no = tidy.store_no
    """,
    extra={
        "cancels": "cancels",
        "too_early": "kind = 'payment' and occurred_at::timestamptz < coupon_issued_at",
        "too_late": """kind = 'payment' and occurred_at::timestamptz >= case
            when coupon_expires_at = %(affected_expires_at)s then greatest(coupon_expires_at, %(usable_until)s)
            else coupon_expires_at end""",
    },
)

# The order of loading: what is named comes before what names it.
KINDS = {kind.name: kind for kind in (MEMBERS, ISSUERS, STORES, COUPONS, ENTRIES)}
