"""A screenshot as a small PNG: at most 256 colours, which is all a page of text and flat boxes has to lose.

Only what Chromium writes is read: 8 bits a channel, red, green and blue (and an alpha that is always opaque).
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator

HEAD = b"\x89PNG\r\n\x1a\n"
COLOURS = 256
CHANNELS = {2: 3, 6: 4}  # PNG's colour type: bytes a pixel


def smaller(png: bytes) -> bytes:
    """The same picture with a palette."""
    width, height, rows = _read(png)
    counted = Counter(colour for row in rows for colour in row)
    palette = [colour for colour, _ in counted.most_common(COLOURS)]
    index = {colour: number for number, colour in enumerate(palette)}
    for colour in counted:
        if colour not in index:
            index[colour] = min(range(len(palette)), key=lambda number: _far(colour, palette[number]))
    lines = b"".join(b"\0" + bytes(index[colour] for colour in row) for row in rows)
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": b"".join(palette),
        b"IDAT": zlib.compress(lines, 9),
        b"IEND": b"",
    }
    return HEAD + b"".join(_chunk(name, data) for name, data in parts.items())


def _far(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other, strict=True))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(HEAD)
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _read(png: bytes) -> tuple[int, int, list[list[bytes]]]:
    """Width, height, and the rows of three-byte colours. Raises ValueError for another kind of file."""
    chunks = list(_chunks(png)) if png.startswith(HEAD) else []
    head = dict(chunks).get(b"IHDR", b"")
    if not head or head[8] != 8 or head[9] not in CHANNELS or head[12]:
        raise ValueError("Not a screenshot of Chromium.")
    width, height = struct.unpack_from(">II", head)
    each = CHANNELS[head[9]]
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    rows, above, length = [], bytes(width * each), width * each
    for start in range(0, (length + 1) * height, length + 1):
        above = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + length]), above, each)
        rows.append([above[at : at + 3] for at in range(0, length, each)])
    return width, height, rows


def _unfiltered(kind: int, line: bytearray, above: bytes, each: int) -> bytes:
    """PNG's five filters, undone: each byte was written as its difference from what stands left and above."""
    for at in range(len(line) if kind else 0):
        left, corner = (line[at - each], above[at - each]) if at >= each else (0, 0)
        guess = (left, above[at], (left + above[at]) // 2, _nearest(left, above[at], corner))[kind - 1]
        line[at] = (line[at] + guess) & 255
    return bytes(line)


def _nearest(left: int, above: int, corner: int) -> int:
    """Which of the three is nearest to left + above - corner (PNG's Paeth predictor; the order decides ties)."""
    sought = left + above - corner
    return min((left, above, corner), key=lambda value: abs(sought - value))
