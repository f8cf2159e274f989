"""No table of the desk's own: only how it reads the second factor's."""

from uuid import UUID

from django_otp.plugins.otp_totp.models import TOTPDevice

from config.tokens import derived_secret


class Authenticator(TOTPDevice):
    """An app on a staff member's phone. Its secret is derived, not stored: a database that leaks makes no codes.

    `key` holds the salt and `name` the id of the key it is derived with.
    """

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = "認証アプリ"

    @property
    def bin_key(self) -> bytes:
        """What the app knows. Raises tokens.UnknownKey when the key has left the ring."""
        return derived_secret("authenticator", self.user_id, UUID(self.key), self.name)
