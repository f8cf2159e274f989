"""The pictures of the documentation are small, and making them small leaves them as they were."""

import struct
import zlib
from pathlib import Path

import pytest

from tools.small_png import HEAD, _chunk, _chunks, smaller

PICTURES = Path(__file__).parents[2] / "docs/pictures"
RED, GREEN, BLUE = b"\xff\0\0", b"\0\xff\0", b"\0\0\xff"
# One red pixel and one green in each row, as each of PNG's filters writes it below such a row.
ROWS = [
    b"\0" + RED + GREEN,
    b"\1" + RED + b"\x01\xff\0",
    b"\2" + bytes(6),
    b"\3" + b"\x80\0\0" + b"\x81\x80\0",
    b"\4" + bytes(3) + bytes(3),
]


def picture(*rows: bytes, colour_type: int = 2) -> bytes:
    head = struct.pack(">IIBBBBB", 2, len(rows), 8, colour_type, 0, 0, 0)
    parts = {b"IHDR": head, b"IDAT": zlib.compress(b"".join(rows)), b"IEND": b""}
    return HEAD + b"".join(_chunk(name, data) for name, data in parts.items())


def colours(png: bytes) -> list[list[bytes]]:
    """The rows of a picture with a palette."""
    chunks = dict(_chunks(png))
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    lines = zlib.decompress(chunks[b"IDAT"])
    rows = [lines[at + 1 : at + 1 + width] for at in range(0, (width + 1) * height, width + 1)]
    return [[chunks[b"PLTE"][3 * one : 3 * one + 3] for one in row] for row in rows]


def test_every_filter_is_read_as_it_was_written():
    assert colours(smaller(picture(*ROWS))) == [[RED, GREEN]] * 5


def test_a_picture_with_alpha_loses_it_alone():
    opaque = b"\0" + RED + b"\xff" + BLUE + b"\xff"

    assert colours(smaller(picture(opaque, colour_type=6))) == [[RED, BLUE]]


def test_a_colour_too_many_becomes_the_nearest():
    many = [b"\0" + bytes([n, 0, 0]) + bytes([n, 0, 0]) for n in range(256)]
    [[left, right]] = colours(smaller(picture(*many, b"\0" + bytes([9, 1, 0]) + bytes([7, 0, 0]))))[256:]

    assert (left, right) == (bytes([9, 0, 0]), bytes([7, 0, 0]))


@pytest.mark.parametrize("other", [b"GIF89a", HEAD, picture(*ROWS, colour_type=3)])
def test_another_kind_of_file_is_refused(other):
    with pytest.raises(ValueError, match="Not a screenshot"):
        smaller(other)


def test_no_picture_weighs_more_than_a_page():
    heavy = {path.name: path.stat().st_size for path in PICTURES.iterdir() if path.stat().st_size > 80_000}

    assert (heavy, len(list(PICTURES.iterdir())) >= 9) == ({}, True)
