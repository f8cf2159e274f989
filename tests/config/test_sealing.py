"""Sealed values open for their own row and key ring, and for nothing else."""

import pytest

from config.sealing import SealBroken, seal, unseal


def test_what_was_sealed_for_a_row_opens_there():
    assert unseal(seal("1234567", about="account/1"), about="account/1") == "1234567"


def test_the_secret_is_not_in_the_sealed_value():
    assert b"1234567" not in seal("1234567", about="account/1")


def test_sealing_twice_gives_two_values():
    assert seal("1234567", about="account/1") != seal("1234567", about="account/1")


def test_a_value_copied_to_another_row_does_not_open():
    with pytest.raises(SealBroken):
        unseal(seal("1234567", about="account/1"), about="account/2")


def test_a_changed_value_does_not_open():
    sealed = bytearray(seal("1234567", about="account/1"))
    sealed[-1] ^= 1

    with pytest.raises(SealBroken):
        unseal(bytes(sealed), about="account/1")


@pytest.mark.parametrize("sealed", [b"", b"demo", b"demo:", b"demo:short", b"\xff:12345678901234567890"])
def test_what_was_never_sealed_does_not_open(sealed):
    with pytest.raises(SealBroken):
        unseal(sealed, about="account/1")


def test_a_rotation_seals_with_the_new_key_and_still_opens_the_old(settings):
    settings.SEALING_KEYS = "old:secret-one"
    before = seal("1234567", about="account/1")
    settings.SEALING_KEYS = "new:secret-two old:secret-one"
    after = seal("1234567", about="account/1")

    assert (before[:4], after[:4]) == (b"old:", b"new:")
    assert unseal(before, about="account/1") == unseal(after, about="account/1") == "1234567"


def test_a_key_taken_off_the_ring_opens_nothing(settings):
    settings.SEALING_KEYS = "old:secret-one"
    before = seal("1234567", about="account/1")
    settings.SEALING_KEYS = "new:secret-two"

    with pytest.raises(SealBroken):
        unseal(before, about="account/1")


@pytest.mark.parametrize("ring", ["", "nocolon", "id:", ":secret", "a:1 a:2"])
def test_a_malformed_key_ring_is_refused(settings, ring):
    settings.SEALING_KEYS = ring

    with pytest.raises(ValueError, match="key ring"):
        seal("1234567", about="account/1")
