"""Every setting of Hosho, in one file. What differs between machines comes from the environment (.env.example)."""

import logging
from datetime import timedelta
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.keys import key_ring
from config.masking import MaskedRecord

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# "rehearsal" may move the clock and shows what would have been sent; "production" does neither and wants real secrets.
MODE = env.str("HOSHO_MODE", default="production")
if MODE not in ("rehearsal", "production"):
    raise ImproperlyConfigured("HOSHO_MODE is rehearsal or production.")
REHEARSAL = MODE == "rehearsal"
DEMO_SECRET = "only-for-rehearsals-" + "0" * 44


def needed(name: str, demo: str, begins: str = "") -> str:
    """The environment's `name`, in production neither empty nor of another kind; a rehearsal may go without."""
    if REHEARSAL:
        return env.str(name, default=demo)
    value = env.str(name)
    if not value.strip() or not value.startswith(begins):
        raise ImproperlyConfigured(f"{name} is empty." if not value.strip() else f"{name} must begin with {begins}")
    return value


def secret(name: str, demo: str) -> str:
    """The environment's secret `name`; a rehearsal may go without."""
    value = needed(name, demo)
    if not REHEARSAL and DEMO_SECRET in value:
        raise ImproperlyConfigured(f"{name} is the rehearsal's; production needs its own.")
    return value


DEBUG = env.bool("DEBUG", default=False)
if DEBUG and not REHEARSAL:
    raise ImproperlyConfigured("DEBUG shows everybody what production holds.")
SECRET_KEY = secret("SECRET_KEY", DEMO_SECRET)
# Key rings: "id:secret id:secret"; the first one seals and signs, all of them open and check.
SEALING_KEYS = secret("SEALING_KEYS", f"demo:{DEMO_SECRET}-seal")
TOKEN_KEYS = secret("TOKEN_KEYS", f"demo:{DEMO_SECRET}-token")
# What mail and SMS providers sign their reports with (notifications/reports.py).
CALLBACK_KEYS = secret("CALLBACK_KEYS", f"demo:{DEMO_SECRET}-callback")
secrets = {"SECRET_KEY": [SECRET_KEY]}
for ring in ("SEALING_KEYS", "TOKEN_KEYS", "CALLBACK_KEYS"):
    try:
        secrets[ring] = list(key_ring(globals()[ring]).values())
    except ValueError as error:
        raise ImproperlyConfigured(f"{ring}: {error}") from error
for name, values in secrets.items():
    if min(map(len, values)) < 32:
        raise ImproperlyConfigured(f"{name}: a secret is too short, 32 characters at least.")
# While true the public pages answer 503. Health, staff and rehearsal pages go on.
MAINTENANCE = env.bool("MAINTENANCE", default=False)
MAINTENANCE_MINUTES = env.int("MAINTENANCE_MINUTES", default=30)  # how long it lasts, as Retry-After says it
ALLOWED_HOSTS = [host.strip() for host in needed("ALLOWED_HOSTS", "localhost,127.0.0.1").split(",")]
if "*" in ALLOWED_HOSTS and not REHEARSAL:
    raise ImproperlyConfigured("ALLOWED_HOSTS names the hosts of the site; * would be everybody's.")

INSTALLED_APPS = [
    "trail",
    "notifications",
    "coupons",
    "claims",
    "payouts",
    "desk",
    "desk.staff.door.StaffAdminConfig",  # django.contrib.admin behind our own door
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "axes",
]
MIDDLEWARE = [
    "config.headers.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.headers.SecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",  # by the address alone: /en/… is English (config/urls.py)
    "config.maintenance.Maintenance",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.typed.WithoutNul",  # behind it, which reads the form of every view but those that take callbacks
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "desk.staff.session.StaffSession",  # these look at the session under /admin/ only: the site stays without cookies
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# A connection is kept: opening one for each request costs 1.6 ms. What the SQL relies on is said, not hoped for: a
# server or a role may have other defaults, and above read committed the ledger's guard would not see who was first.
SESSION = (
    "-c datestyle=ISO -c standard_conforming_strings=on -c intervalstyle=postgres"
    " -c default_transaction_isolation=read\\ committed"
)
DATABASES = {"default": {**env.db("DATABASE_URL"), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
# A server that is gone without a word (its host lost power) would hold every thread of the web for many minutes, and
# /readyz with them: nobody would be told. So connecting takes 5 s at most, and a silent line is given up after 30.
SILENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 30_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
DATABASES["default"]["OPTIONS"] = SILENCE | DATABASES["default"].get("OPTIONS", {}) | {"options": SESSION}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Celery says "look now" and nothing else (design 6): Redis may be emptied at any moment.
CELERY_BROKER_URL = env.str("REDIS_URL").replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Minutes of work wait in a queue of their own: nothing that is due in seconds stands behind them.
CELERY_TASK_ROUTES = {"desk.jobs": {"queue": "long"}, "desk.purge": {"queue": "long"}}
CELERY_TIMEZONE = "Asia/Tokyo"
CELERY_WORKER_HIJACK_ROOT_LOGGER = REHEARSAL  # production's log is the one below

# What messages are sent with. In a rehearsal nothing leaves: they are shown at /demo/outbox/ instead.
MESSAGES_LEAVE = not REHEARSAL
SITE_URL = needed("SITE_URL", "http://127.0.0.1:8000", begins="https://").rstrip("/")
# Production's mail leaves by a mail server: any other kind would write URLs and names into the log, and call them sent.
vars().update(env.email_url_config(needed("EMAIL_URL", "consolemail://", begins="smtp")))
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = needed("MAIL_FROM", "補償事務局 <noreply@localhost>")
SMS_GATEWAY_URL = needed("SMS_GATEWAY_URL", "")
SMS_GATEWAY_TOKEN = needed("SMS_GATEWAY_TOKEN", "")
# The issuer of points that is asked over the net (payouts/issuers/http.py): for brands that are set to it.
ISSUER_URL = env.str("ISSUER_URL", default="")
ISSUER_TOKEN = env.str("ISSUER_TOKEN", default="")

# Whom to call, on pages that do without a database (404, 500, 503): notice 3. Every other page asks its scheme.
HELP_DESK = {
    "name": _("全国旅行支援地域クーポン regionPAY 補償コールセンター"),
    "phone": "0120-479-249",
    "hours": _("平日 10:00～18:00（3月中は土日祝も受付）"),
}

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", "日本語"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = REHEARSAL

# Staff (docs/security.md). Who may do what is one table in the code; the database only says who has which role.
AUTHENTICATION_BACKENDS = ["desk.staff.backend.StaffBackend"]
SECOND_FACTOR_REQUIRED = not REHEARSAL  # in a rehearsal, of those only who have set one up
OTP_TOTP_ISSUER = "Hosho"
STAFF_IDLE, STAFF_AT_MOST = timedelta(minutes=30), timedelta(hours=10)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody can lock out another from elsewhere
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "desk.staff.login.on_the_login_page"
AXES_DISABLE_ACCESS_LOG = True  # the trail says who logged in
AXES_ENABLE_ADMIN = False
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken", "next"]
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "config.addresses.whom_to_count"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# How many proxies of ours stand before the site: so many entries of X-Forwarded-For are theirs, and say what was TLS.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Who may read /metrics: who shows this token (Authorization: Bearer …), or calls from one of these addresses.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=["127.0.0.1", "::1"] if REHEARSAL else [])
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# TLS, and cookies that only this very host can set: a rehearsal runs without TLS, where browsers refuse both.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not REHEARSAL
COOKIE_PREFIX = "" if REHEARSAL else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid", f"{COOKIE_PREFIX}csrftoken"
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 0 if REHEARSAL else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not REHEARSAL
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # the preload list takes whole domains, and the site is a host of one

logging.setLogRecordFactory(MaskedRecord)  # for every handler, the web server's too
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.masking.MaskedFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "config.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line" if REHEARSAL else "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "hosho.requests": {"level": "WARNING" if REHEARSAL else "INFO"},
        # Django mails these to ADMINS by itself, with what the visitor sent; here they go to the log alone.
        "django": {"handlers": [], "level": "WARNING"},
    },
}
