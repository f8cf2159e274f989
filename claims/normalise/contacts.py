"""Phone numbers and mail addresses, in the form that the members' file has them in, so that they can be compared."""

import re

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from claims.normalise.plain import HYPHENS, NotUnderstood, tidy, without

JAPAN_FROM_ABROAD = re.compile("^(?:[+]81|0081|81(?=0?[1-9][0-9]{8,9}$))0?")
PHONE = re.compile("0[1-9][0-9]{8,9}")
MOBILE = re.compile("0[6-9]0[1-9][0-9]{7}")
TOLL_FREE = re.compile("(?:0120|0570|0990)[0-9]{6}|0800[0-9]{7}")
ELEVEN_DIGITS = re.compile("0[25-9]0")  # begins a number of eleven digits: mobile, IP phone
NOT_A_MOBILE = _("携帯電話の番号（060・070・080・090で始まる11桁）を入力してください。")

# docomo once gave out addresses with `..` and `.@`: against the standard, and real. `load` takes them too.
BEFORE_THE_AT = re.compile("[!#-&'*+./0-9=?A-Z^-~-]{1,64}")
PART_OF_A_HOST = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(f"(?:{PART_OF_A_HOST}[.])+[a-z][a-z0-9-]{{0,61}}[a-z0-9]")
LONGEST_HOST = 189  # 254 with the longest part before it
AS_TYPED_IN_KANA = str.maketrans("ー。", "-.")  # what the keys - and . give while kana are on

HOSTS = (
    "gmail.com",
    "yahoo.co.jp",
    "icloud.com",
    "docomo.ne.jp",
    "ezweb.ne.jp",
    "au.com",
    "softbank.ne.jp",
    "i.softbank.jp",
    "ymobile.ne.jp",
    "yahoo.ne.jp",
    "ymail.ne.jp",
    "rakuten.jp",
    "outlook.jp",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.jp",
    "live.jp",
    "me.com",
    "nifty.com",
    "uqmobile.jp",
    "yahoo.com",
    "googlemail.com",
)
MIXED_UP = {
    "gmail.jp": "gmail.com",
    "gmail.co.jp": "gmail.com",
    "gmail.ne.jp": "gmail.com",
    "icloud.jp": "icloud.com",
    "icloud.co.jp": "icloud.com",
    "icloud.ne.jp": "icloud.com",
    "yahoo.jp": "yahoo.co.jp",
    "docomo.co.jp": "docomo.ne.jp",
    "docomo.jp": "docomo.ne.jp",
    "docomo.com": "docomo.ne.jp",
    "ezweb.co.jp": "ezweb.ne.jp",
    "ezweb.jp": "ezweb.ne.jp",
    "au.ne.jp": "au.com",
    "softbank.co.jp": "softbank.ne.jp",
    "ymobile.jp": "ymobile.ne.jp",
    "ymobile.co.jp": "ymobile.ne.jp",
}
SHORTEST_GUESS = 8  # one letter of a shorter host makes another real one: au.com, me.com


def phone(raw: str) -> str:
    """A phone number in Japan as domestic digits, 「09012345678」; also from +81. Raises NotUnderstood.

    Whom nobody can call back is refused: toll-free and special numbers. So is a digit too few or too many, where the
    number's beginning tells.
    """
    number = _dialled(raw)
    if not PHONE.fullmatch(number):
        raise NotUnderstood(_("電話番号は、0から始まる10桁か11桁の数字で入力してください。"))
    if TOLL_FREE.fullmatch(number):
        raise NotUnderstood(_("0120や0570などの番号は使えません。日中につながる番号を入力してください。"))
    _refuse_slips(number)
    return number


def _refuse_slips(number: str) -> None:
    """A digit too few or too many: what the number begins with tells how long it is."""
    wanted = 11 if ELEVEN_DIGITS.match(number) else 10
    begins = number[: wanted - 8]
    if len(number) != wanted:
        words = _("{begins}から始まる番号は{wanted}桁です。数字をもう一度お確かめください。")
        raise NotUnderstood(words, begins=begins, wanted=wanted)
    if re.match("0[6-9]00", number):
        raise NotUnderstood(_("{begins}-0から始まる番号はありません。数字をもう一度お確かめください。"), begins=begins)


def mobile(raw: str) -> str:
    """A number that takes an SMS, as domestic digits. Raises NotUnderstood."""
    number = _dialled(raw)
    if not MOBILE.fullmatch(number):
        raise NotUnderstood(NOT_A_MOBILE)
    return number


def _dialled(raw: str) -> str:
    number = without(f"{HYPHENS}()[]./~", tidy(raw))
    return JAPAN_FROM_ABROAD.sub("0", number)


def phone_shown(number: str) -> str:
    """「090-1234-5678」, 「03-1234-5678」, 「0120-479-249」. Other area codes are shown by three, also those of four."""
    if not PHONE.fullmatch(number):
        return number
    if TOLL_FREE.fullmatch(number):
        sizes = (4, 3)
    elif len(number) == 10 and number[1] in "36":
        sizes = (2, 4)
    else:
        sizes = (3, len(number) - 7)
    first, second = sizes[0], sum(sizes)
    return f"{number[:first]}-{number[first:second]}-{number[second:]}"


def email(raw: str) -> str:
    """A mail address as typed, its host in small letters. Raises NotUnderstood."""
    written = without("", tidy(raw)).translate(AS_TYPED_IN_KANA).rstrip(".,、")
    name, at, host = written.rpartition("@")
    host = host.lower()
    if not at or not HOST.fullmatch(host) or len(host) > LONGEST_HOST:
        raise NotUnderstood(_("メールアドレスの形になっていません。「@」のあとを、もう一度お確かめください。"))
    if not BEFORE_THE_AT.fullmatch(name):
        raise NotUnderstood(_("メールアドレスの「@」の前に、使えない文字があります。もう一度お確かめください。"))
    return f"{name}@{host}"


def email_suggestion(mail: str) -> str | None:
    """The host that was probably meant: 「gmail.com」 for an address at 「gmail.con」. None where nothing seems wrong."""
    host = mail.rpartition("@")[2]
    if host in HOSTS:
        return None
    if host in MIXED_UP:
        return MIXED_UP[host]
    near = [known for known in HOSTS if len(known) >= SHORTEST_GUESS and _one_slip_apart(host, known)]
    return near[0] if near else None


def email_doubt(mail: str) -> str | Promise | None:
    """The soft words at an address that seems mistyped, or None."""
    meant = email_suggestion(mail)
    if meant is None:
        return None
    words = _("「{typed}」は「{meant}」のまちがいではありませんか。")
    return format_lazy(words, typed=mail.rpartition("@")[2], meant=meant)


def _one_slip_apart(typed: str, known: str) -> bool:
    """One letter left out, doubled, wrong, or two changed places."""
    same = 0
    while same < min(len(typed), len(known)) and typed[same] == known[same]:
        same += 1
    rest, meant = typed[same:], known[same:]
    swapped = meant[1:2] + meant[:1] + meant[2:]
    return rest[1:] == meant or rest == meant[1:] or rest[1:] == meant[1:] or (len(meant) > 1 and rest == swapped)
