"""How people sign up and sign in; a part of `config.settings.base`."""

from typing import Any

from config import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.people.adapters.PersonBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 3600
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {
        "NAME": "accounts.people.rules.passwords.ContextWordsValidator",
        "OPTIONS": {
            "words": ["quality", "queue", "cups", "site", "mentor", "listener", "password"]
        },
    },
    {"NAME": "accounts.people.rules.passwords.StaffLengthValidator"},
]

ACCOUNT_ADAPTER = "accounts.people.adapters.PersonAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.people.forms.SignInForm",
    "signup": "mentorship.home.forms.SignUpForm",
    "add_email": "accounts.people.forms.NewAddressForm",
    "reset_password": "accounts.people.forms.AwakeResetForm",
    "reset_password_from_key": "accounts.people.forms.NewPasswordForm",
    "change_password": "accounts.people.forms.PasswordChangeForm",
    "set_password": "accounts.people.forms.FirstPasswordForm",
    "reauthenticate": "accounts.people.forms.IsItYouForm",
    "confirm_email_verification_code": "accounts.people.forms.AddressCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# Only a new address could be changed on that page: the choice would tell which address is known.
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_MAX_EMAIL_ADDRESSES = 2
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_USERNAME_BLACKLIST = [
    "admin",
    "mentor",
    "moderator",
    "support",
    "staff",
    "qualityqueue",
    "quality_queue",
]
# "join" counts forms without a mistake: five mistakes must not shut somebody out for half an hour.
ACCOUNT_RATE_LIMITS = {"signup": "60/30m/ip", "join": "5/30m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = env.TRUSTED_PROXY_COUNT
MFA_ADAPTER = "accounts.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.people.forms.CodeForm",
    "reauthenticate": "accounts.people.forms.CodeAgainForm",
    "activate_totp": "accounts.people.forms.AppForm",
    "add_webauthn": "accounts.people.forms.NewKeyForm",
    "authenticate_webauthn": "accounts.people.forms.KeyForm",
    "login_webauthn": "accounts.people.forms.KeyAloneForm",
    "reauthenticate_webauthn": "accounts.people.forms.KeyAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = False
MFA_TRUST_ENABLED = False
USERSESSIONS_TRACK_ACTIVITY = True

# The host community, where one is configured. What it says of people is used and not kept.
HOST_SIGN_IN = env.host_sign_in()
SOCIALACCOUNT_FORMS = {"signup": "mentorship.home.forms.HostSignUpForm"}
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # whom an address opens is decided in accounts.host
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
