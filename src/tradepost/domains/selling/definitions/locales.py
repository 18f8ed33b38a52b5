"""Languages: which a marketplace takes texts in, and in which of them titles and labels are shown."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES

TRANSLATED = frozenset({"de"})
"""The languages, besides English, in which Tradepost has titles and labels."""

_LANGUAGES = {
    "US": "en_US es_US",
    "CA": "en_CA fr_CA",
    "MX": "es_MX",
    "BR": "pt_BR",
    "IE": "en_IE",
    "ES": "es_ES en_GB pt_PT",
    "GB": "en_GB",
    "FR": "fr_FR en_GB",
    "BE": "fr_BE nl_BE en_GB",
    "NL": "nl_NL en_GB",
    "DE": "de_DE en_GB cs_CZ nl_NL pl_PL tr_TR da_DK",
    "IT": "it_IT en_GB",
    "SE": "sv_SE en_GB",
    "ZA": "en_ZA",
    "PL": "pl_PL",
    "EG": "ar_AE en_AE",
    "TR": "tr_TR",
    "SA": "ar_AE en_AE",
    "AE": "en_AE ar_AE",
    "IN": "en_IN hi_IN ta_IN te_IN kn_IN ml_IN bn_IN mr_IN",
    "SG": "en_SG",
    "AU": "en_AU zh_CN",
    "JP": "ja_JP en_US zh_CN",
}
_NAMES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cs": "Czech",
    "da": "Danish",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "hi": "Hindi",
    "it": "Italian",
    "ja": "Japanese",
    "kn": "Kannada",
    "ml": "Malayalam",
    "mr": "Marathi",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "sv": "Swedish",
    "ta": "Tamil",
    "te": "Telugu",
    "tr": "Turkish",
    "zh": "Chinese",
}


def languages_of(marketplace_id: str) -> tuple[str, ...]:
    """The language tags that a marketplace takes texts in, its own first (our choice of tags)."""
    return tuple(_LANGUAGES[MARKETPLACES[marketplace_id].country].split())


def language_name(tag: str) -> str:
    """A language tag in English words: ``de_DE`` is ``German (DE)``."""
    language, _, country = tag.partition("_")
    return f"{_NAMES[language]} ({country})"


def locale_of(marketplace_id: str, asked: str | None) -> str:
    """The locale of an answer: the one asked for, or the marketplace's own."""
    return MARKETPLACES[marketplace_id].language if asked in (None, "", "DEFAULT") else str(asked)


def shown_in(locale: str) -> str:
    """The language of titles and labels in a locale: ``de`` or ``en``.

    Tradepost has them in English and German; every other locale is shown in English (our choice).
    """
    language = locale.partition("_")[0]
    return language if language in TRANSLATED else "en"
