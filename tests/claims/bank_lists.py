"""Lists of banks in the form of the package, small and invented."""

import json
from pathlib import Path

NAHA = ("001", "那覇", "ナハ", "naha")
SHURI = ("002", "首里", "シユリ", "shiyuri")


def entry(code: str, name: str, kana: str, romaji: str) -> dict[str, str]:
    return {"code": code, "name": name, "kana": kana, "hira": kana, "roma": romaji}


def write_list(folder: Path, on: str, banks: dict[str, list[tuple[str, str, str, str]]]) -> Path:
    """A list of the day `on` (「20230301」): banks by name, codes counted from 0801, with their branches."""
    (folder / "branches").mkdir(parents=True)
    (folder / "updated_at").write_text(on)
    entries = {}
    for number, (name, branches) in enumerate(banks.items(), start=801):
        code = f"{number:04}"
        entries[code] = entry(code, name, "ギンコウ", "ginkou")
        by_code = {branch[0]: entry(*branch) for branch in branches}
        (folder / "branches" / f"{code}.json").write_text(json.dumps(by_code))
    (folder / "banks.json").write_text(json.dumps(entries))
    return folder
