"""Personal data as they are shown before the caller is known: enough to compare, too little to tell."""


def phone(number: str) -> str:
    """「***-****-0002」: the last four digits, as the claimant's own pages have them. Empty stays empty."""
    return f"***-****-{number[-4:]}" if number else ""


def mail(address: str) -> str:
    """「t***@example.jp」"""
    name, at, host = address.rpartition("@")
    return f"{name[:1]}***@{host}" if at else ""


def contact(address: str) -> str:
    """A mail address, a phone number or, of a letter, the postal address, whichever it is."""
    if "@" in address:
        return mail(address)
    return phone(address) if address.isdecimal() or not address else "住所の登録あり"


def name(full: str) -> str:
    """「沖＊ 花＊」: the first character of each part."""
    return " ".join(f"{part[0]}＊" for part in full.split())


def number(inquiry_no: str) -> str:
    """「**** **** 9012」: what nobody can read out to a caller who has lost the coupon (question 16)."""
    hidden = "*" * max(len(inquiry_no) - 4, 0) + inquiry_no[-4:]
    return " ".join(hidden[start : start + 4] for start in range(0, len(hidden), 4))
