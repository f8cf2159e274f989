"""A reader of Zengin files, written for the tests alone: by positions, as a bank would, without our writer."""

from dataclasses import dataclass

KANA = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
DIGITS, CAPITALS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
OF_PARTIES = set(KANA + DIGITS + CAPITALS + " ().-")
OF_BANKS = set(KANA + DIGITS + CAPITALS + " -")
MAY_BE_VOICED, MAY_BE_HALF_VOICED = set("ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎ"), set("ﾊﾋﾌﾍﾎ")
SEPARATORS = {b"\r\n": 122, b"\n": 121, b"": 120}


class Refused(Exception):
    """What a bank would send back."""


@dataclass(frozen=True)
class Read:
    """A file as it was understood: the header's fields, a dict a transfer, what the trailer says."""

    header: dict[str, str]
    transfers: list[dict[str, str]]
    count: int
    total_yen: int


HEADER = {"code": (4, 14), "name": (14, 54), "day": (54, 58), "bank": (58, 62), "bank_name": (62, 77)}
HEADER |= {"branch": (77, 80), "branch_name": (80, 95), "type": (95, 96), "account": (96, 103)}
TRANSFER = {"bank": (1, 5), "bank_name": (5, 20), "branch": (20, 23), "branch_name": (23, 38), "type": (42, 43)}
TRANSFER |= {"account": (43, 50), "holder": (50, 80), "yen": (80, 90), "reference": (91, 101), "second": (101, 111)}


def read(file: bytes, separator: bytes = b"\r\n") -> Read:
    """Everything of the file. Raises Refused."""
    step = SEPARATORS[separator]
    if len(file) % step:
        raise Refused("length")
    rows = []
    for start in range(0, len(file), step):
        if file[start + 120 : start + step] != separator:
            raise Refused("separator")
        rows.append(file[start : start + 120].decode("shift_jis"))
    first, *middle, trailer, end = rows
    if any(len(row) != 120 for row in rows):
        raise Refused("two bytes for a character")
    if (first[:4], trailer[0], end) != ("1210", "8", "9" + " " * 119) or any(row[0] != "2" for row in middle):
        raise Refused("order")
    return checked(
        Read(
            {name: first[a:b].rstrip() for name, (a, b) in HEADER.items()},
            [one(row) for row in middle],
            int(trailer[1:7]),
            int(trailer[7:19]),
        )
    )


def one(row: str) -> dict[str, str]:
    if (row[38:42], row[90], row[111], row[112:]) != ("0000", "0", "7", " " * 8):
        raise Refused("fixed fields")
    return {name: row[a:b].rstrip() for name, (a, b) in TRANSFER.items()}


def checked(found: Read) -> Read:
    legal(found.header["name"], OF_PARTIES)
    for transfer in found.transfers:
        legal(transfer["holder"], OF_PARTIES)
        legal(transfer["bank_name"], OF_BANKS)
        legal(transfer["branch_name"], OF_BANKS)
        if not transfer["holder"].strip() or transfer["type"] not in "1249":
            raise Refused("holder or type")
        if not all(transfer[name].isdecimal() for name in ("bank", "branch", "account", "yen", "reference")):
            raise Refused("digits")
    if (found.count, found.total_yen) != (len(found.transfers), sum(int(one["yen"]) for one in found.transfers)):
        raise Refused("trailer")
    return found


def legal(name: str, characters: set[str]) -> None:
    if set(name) - characters:
        raise Refused("character")
    for before, mark in zip(" " + name, name, strict=False):
        if mark == "ﾞ" and before not in MAY_BE_VOICED or mark == "ﾟ" and before not in MAY_BE_HALF_VOICED:
            raise Refused("sound mark")
