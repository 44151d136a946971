"""Languages people may choose, by their own names (BCP 47)."""

from collections.abc import Iterable

LANGUAGES: dict[str, str] = {
    "en": "English",
    "pt": "Português",
    "es": "Español",
    "fr": "Français",
    "de": "Deutsch",
    "af": "Afrikaans",
    "ar": "العربية",
    "bn": "বাংলা",
    "bg": "Български",
    "ca": "Català",
    "cs": "Čeština",
    "cy": "Cymraeg",
    "da": "Dansk",
    "el": "Ελληνικά",
    "et": "Eesti",
    "fa": "فارسی",
    "fi": "Suomi",
    "fil": "Filipino",
    "ga": "Gaeilge",
    "he": "עברית",
    "hi": "हिन्दी",
    "hr": "Hrvatski",
    "hu": "Magyar",
    "id": "Bahasa Indonesia",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "lt": "Lietuvių",
    "lv": "Latviešu",
    "mi": "Māori",
    "ms": "Bahasa Melayu",
    "nb": "Norsk bokmål",
    "ne": "नेपाली",
    "nl": "Nederlands",
    "pa": "ਪੰਜਾਬੀ",
    "pl": "Polski",
    "pt-BR": "Português (Brasil)",
    "ro": "Română",
    "ru": "Русский",
    "sk": "Slovenčina",
    "sl": "Slovenščina",
    "sr": "Српски",
    "sv": "Svenska",
    "sw": "Kiswahili",
    "ta": "தமிழ்",
    "th": "ไทย",
    "tr": "Türkçe",
    "uk": "Українська",
    "ur": "اردو",
    "vi": "Tiếng Việt",
    "yo": "Yorùbá",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}


def base_of(tag: str) -> str:
    """The part before the first hyphen: two people share a language when it is equal."""
    return tag.split("-")[0].lower()[:8]


def own_name(tag: str) -> str:
    """The language's own name, with its region where the table has only the language.

    The tag itself for one that is not in the table.
    """
    base, _hyphen, rest = tag.partition("-")
    if tag in LANGUAGES or base not in LANGUAGES:
        return LANGUAGES.get(tag, tag)
    return f"{LANGUAGES[base]} ({rest})"


def choices(first: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every language as (tag, own name), those of `first` before all others and in their order."""
    tags = dict.fromkeys([*first, *LANGUAGES])
    return [(tag, own_name(tag)) for tag in tags]


def asked_for(accept_language: str) -> list[str]:
    """Tags of our table that a browser's `Accept-Language` names, in its order."""
    known = {tag.lower(): tag for tag in LANGUAGES}
    tags = [part.split(";")[0].strip().lower() for part in accept_language[:500].split(",")]
    found = [known.get(tag) or known.get(base_of(tag)) for tag in tags]
    return list(dict.fromkeys(tag for tag in found if tag))
