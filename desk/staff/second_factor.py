"""The second factor of staff: an authenticator app, and ten recovery codes for the day the phone is lost.

Codes run on real time (RFC 6238). Wrong ones make the next attempt wait, twice as long each time (django-otp).
"""

import secrets
import unicodedata
from base64 import b32encode
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django_otp.models import Device
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken

from config.sealing import fingerprint
from config.tokens import UnknownKey, newest_key
from desk.models import Authenticator
from trail.record import record

RECOVERY_CODES = 10
EASY_TO_READ = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1
CODE_LENGTH = 10  # 49 bits


class WrongCode(Exception):
    """Neither the app's code now, nor an unused recovery code."""


class TooFast(Exception):
    """After wrong codes one has to wait; this one was not looked at."""


class NothingBegun(Exception):
    """There is no app waiting for its first code."""


def authenticator_of(user: User) -> Authenticator | None:
    """The app in use."""
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def is_passed(user: User) -> bool:
    """Whether the second factor lets this session in. In a rehearsal who has none needs none."""
    return user.is_verified() or (not settings.SECOND_FACTOR_REQUIRED and authenticator_of(user) is None)


def may_set_up(user: User) -> bool:
    """Who has one already must have shown it: a password alone replaces no app."""
    return user.is_verified() or authenticator_of(user) is None


def begin(user: User) -> Authenticator:
    """A new secret that waits for the app's first code; an earlier one that waited is gone."""
    with transaction.atomic():
        _waiting(user).delete()
        app = Authenticator.objects.create(user=user, name=newest_key(), key=uuid4().hex, confirmed=False)
        record("second factor begun", who=user.get_username(), about=user)
    return app


def begun(user: User) -> Authenticator | None:
    """The app that waits for its first code; not one of a key that was replaced meanwhile."""
    return _waiting(user).filter(name=newest_key()).first()


def finish(user: User, code: str) -> tuple[Authenticator, list[str]]:
    """The app's first code: from here on it is asked for. Returns it and new recovery codes, never shown again.

    Raises NothingBegun, TooFast, WrongCode.
    """
    with transaction.atomic():
        app = _waiting(user).select_for_update().first()
        if app is None:
            raise NothingBegun
        waits, is_right = _tried(app, code)
        if is_right:
            Authenticator.objects.filter(user=user, confirmed=True).delete()
            StaticDevice.objects.filter(user=user).delete()  # and with it what an old recovery code let in
            app.confirmed = True
            app.save(update_fields=["confirmed"])
            record("second factor set up", who=user.get_username(), about=user)
            codes = new_recovery_codes(user)
    _refuse_unless(is_right, waits)
    return app, codes


def check(user: User, typed: str) -> Device:
    """What has verified the user: the app by its six digits, or the recovery codes by one of them, used up by it.

    Raises TooFast, WrongCode.
    """
    code = _plain(typed)
    by_app = code.isdecimal() and len(code) == 6
    with transaction.atomic():
        device = (Authenticator if by_app else StaticDevice).objects.select_for_update()
        device = device.filter(user=user, confirmed=True).first()
        if device is None:
            raise WrongCode
        waits, is_right = _tried(device, code if by_app else _mark(user, code))
        if not waits:
            action = {
                (True, True): "second factor shown",
                (False, True): "recovery code used",
                (True, False): "second factor refused",
                (False, False): "recovery code refused",
            }[by_app, is_right]
            record(action, who=user.get_username(), about=user)
    _refuse_unless(is_right, waits)
    return device


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes to write down; the old ones end. Only their fingerprints are stored."""
    codes = ["".join(secrets.choice(EASY_TO_READ) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        device, _ = StaticDevice.objects.get_or_create(user=user, defaults={"name": "recovery codes"})
        device.token_set.all().delete()
        StaticToken.objects.bulk_create([StaticToken(device=device, token=_mark(user, code)) for code in codes])
        record("recovery codes made", who=user.get_username(), about=user)
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def recovery_codes_left(user: User) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def reset(user: User, *, who: str) -> None:
    """App and recovery codes are gone, and with them every session that they let in; the next log-in sets up anew."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()
        record("second factor reset", who=who, about=user)


def _waiting(user: User):
    return Authenticator.objects.filter(user=user, confirmed=False)


def _tried(device: Device, code: str) -> tuple[bool, bool]:
    """Whether one has to wait, and whether the code is right. The caller holds the row: no code counts twice.

    An app whose key has left the ring makes no right code any more.
    """
    if not device.verify_is_allowed()[0]:
        return True, False
    try:
        return False, device.verify_token(code)
    except UnknownKey:
        return False, False


def _refuse_unless(is_right: bool, waits: bool) -> None:
    """After the transaction, which must keep that the attempt was made."""
    if waits:
        raise TooFast
    if not is_right:
        raise WrongCode


def _plain(typed: str) -> str:
    """What was typed, in the one form it is compared in."""
    narrow = unicodedata.normalize("NFKC", typed).lower()
    return "".join(part for part in narrow if part.isascii() and part.isalnum())


def _mark(user: User, code: str) -> str:
    """What is stored of a recovery code: 80 bits of a keyed digest, in the 16 characters of the column."""
    return b32encode(fingerprint(code, purpose=f"recovery code {user.pk}")[:10]).decode()
