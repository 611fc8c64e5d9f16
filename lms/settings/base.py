"""What every way of running shares. The embedded default (SQLite, local files, work done in the
process) becomes the production one by environment variables alone; see docs/operations.md."""

from pathlib import Path

from celery.schedules import crontab
from django.utils.translation import gettext_lazy as _

from lms.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data")))

INSTALLED_APPS = [
    "lms.core",
    "lms.units",
    "lms.accounts",
    "courses",
    "lms.centres",
    "quizzes",
    "certificates",
    "lms.progress",
    "lms.evidence",
    "lms.geography",
    "lms.reports",
    "lms.interop",
    "lms.home",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lms.core.middleware.SecurityHeadersMiddleware",
    "lms.core.middleware.NulMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.accounts.middleware.StaffSecondFactorMiddleware",
    "lms.centres.middleware.SharedDeviceMiddleware",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "lms" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.core.display.display",
                "lms.accounts.context.staff_nav",
            ],
            "builtins": ["lms.core.templatetags.vi", "lms.core.templatetags.bd"],
        },
    }
]

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    )
}

# People and sign-in ------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "lms.accounts.validators.PinOrPasswordValidator"}]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/hoc/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.accounts.adapter.AccountAdapter"
MFA_ADAPTER = "lms.accounts.adapter.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False  # shared computers: the session ends with the browser
# A class of forty signs in from one address in the same minutes.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "60/m/ip,10/900s/key",
    "signup": "120/m/ip",
    "reset_password": "60/m/ip,5/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
ACCOUNT_FORMS = {"reauthenticate": "lms.accounts.forms.sign_in.PasswordAgainForm"}
MFA_FORMS = {
    "authenticate": "lms.accounts.forms.sign_in.SecondFactorForm",
    "reauthenticate": "lms.accounts.forms.sign_in.SecondFactorAgainForm",
    "activate_totp": "lms.accounts.forms.sign_in.SetUpForm",
    "deactivate_totp": "lms.accounts.forms.sign_in.SwitchOffForm",
    "generate_recovery_codes": "lms.accounts.forms.sign_in.NewRecoveryCodesForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
STAFF_SECOND_FACTOR_REQUIRED = env.flag("STAFF_SECOND_FACTOR_REQUIRED", False)
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lms.core.views.csrf_failure"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Language and time ---------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# Ours, and the texts of Wagtail and allauth that people see and those projects have not translated.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "libraries"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# Files ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [
    BASE_DIR / "lms" / "static",
    # The preview of a certificate shows what is printed.
    ("certificates/fonts", BASE_DIR / "certificates" / "fonts"),
]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
SERVE_MEDIA = False  # the proxy does; `dev` turns it on
# All of the store that everybody may fetch: pictures made for pages of lessons and of questions. The
# originals and documents that lie beside them are for nobody's address bar.
PUBLIC_MEDIA = ("images", "cau-hoi")
PRIVATE_ROOT = DATA_DIR / "private"  # certificates and exports: served by views only
KEYS_DIR = DATA_DIR / "keys"  # signing keys made here: mode 600, never served
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
}

# Wagtail -------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Bình dân học vụ số"
WAGTAILADMIN_BASE_URL = env.text("PUBLIC_URL", "http://127.0.0.1:8000")
WAGTAILADMIN_LOGIN_URL = "/dang-nhap/can-bo/"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "csv", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # lessons embed nothing from elsewhere
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Work outside the request --------------------------------------------------------------------------
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", REDIS_URL)
# Without a broker the same tasks run in the process, right after the transaction.
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = (
    False  # a request never waits for a broker that is down: sweeps catch up
)
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_TASK_DEFAULT_QUEUE = env.text("CELERY_QUEUE", "default")
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "changes-of-units": {
        "task": "lms.units.tasks.settle_changes",
        "schedule": crontab(hour=0, minute=1),
    },
    "recount-stale-wards": {"task": "lms.progress.tasks.recount_stale", "schedule": 60.0},
    "finish-certificates": {"task": "certificates.tasks.render_pending", "schedule": 60.0},
    "look-after-certificates": {
        "task": "certificates.tasks.look_after_certificates",
        "schedule": 60.0,
    },
    "hand-in-expired-tests": {"task": "quizzes.tasks.hand_in_expired", "schedule": 30.0},
    "count-statistics": {
        "task": "quizzes.tasks.count_figures",
        "schedule": crontab(hour=2, minute=10),
    },
    "sweep-files-of-tests": {
        "task": "quizzes.tasks.sweep_files",
        "schedule": crontab(hour=2, minute=40),
    },
    "send-scores-elsewhere": {"task": "lms.interop.tasks.look_after_launches", "schedule": 60.0},
    "look-after-evidence": {
        "task": "lms.evidence.tasks.look_after_evidence",
        "schedule": crontab(hour=2, minute=20),
    },
    "look-after-reports": {"task": "lms.reports.tasks.look_after_reports", "schedule": 300.0},
    "daily-snapshot": {"task": "lms.progress.tasks.take_daily_snapshot", "schedule": 3600.0},
    "numbers-against-facts": {
        "task": "lms.progress.tasks.check_numbers",
        "schedule": crontab(hour=3, minute=10),
    },
}

# Mail (docs/operations.md, "Mail") ------------------------------------------------------------------
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"  # without a server, mails are written here
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "BDHVS <khong-tra-loi@localhost>")
WORK_MAIL_DOMAINS = env.text("WORK_MAIL_DOMAINS", "gov.vn").split()

# Signatures on certificates (docs/operations.md, "Keys") --------------------------------------------
PDF_SIGNER = env.text("PDF_SIGNER", "own")  # own, pkcs12, pkcs11, remote, off
PDF_SIGNER_FILE = env.text("PDF_SIGNER_FILE", "")
PDF_SIGNER_PASSWORD = env.text("PDF_SIGNER_PASSWORD", "")
PDF_SIGNER_TOKEN = env.text("PDF_SIGNER_TOKEN", "")
PDF_SIGNER_KEY = env.text("PDF_SIGNER_KEY", "")
PDF_SIGNER_URL = env.text("PDF_SIGNER_URL", "")
PDF_TIMESTAMP_URL = env.text("PDF_TIMESTAMP_URL", "")
PDF_LONG_TERM = env.flag("PDF_LONG_TERM", False)  # PAdES B-LTA; needs the timestamp service
PDF_TRUST_ROOTS = env.text("PDF_TRUST_ROOTS", "")  # folder of PEM files

# Who runs this site ---------------------------------------------------------------------------------
PUBLIC_URL = WAGTAILADMIN_BASE_URL
OPERATOR_NAME = env.text("OPERATOR_NAME", "Sở Xây dựng tỉnh Quảng Ngãi")
OPERATOR_PARENT = env.text("OPERATOR_PARENT", "Ủy ban nhân dân tỉnh Quảng Ngãi")
OPERATOR_AGENCY = env.text("OPERATOR_AGENCY", "sxd-51")  # code of the issuing agency
OPERATOR_PLACE = env.text("OPERATOR_PLACE", "Quảng Ngãi")
OPERATOR_ADDRESS = env.text("OPERATOR_ADDRESS", "Địa chỉ do đơn vị vận hành điền khi cài đặt")
OPERATOR_PHONE = env.text("OPERATOR_PHONE", "Số điện thoại do đơn vị vận hành điền khi cài đặt")
OPERATOR_PROVINCE = env.text("OPERATOR_PROVINCE", "51")  # official code of the province
TRIAL_STRIP = env.flag("TRIAL_STRIP", True)
NATIONAL_PLATFORM_URL = "https://binhdanhocvuso.gov.vn"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    # Its lines quote the text it draws, so people's names; certificates.pdf reads its result instead.
    "loggers": {"xhtml2pdf": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
