"""Why buyers send things back: reason codes with their words in the marketplaces' languages."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.simulation.seed import Seed

LANGUAGES: Final[tuple[str, ...]] = ("en", "de", "fr", "es", "it", "ja", "pt", "nl", "sv", "pl", "tr", "ar")


class ReturnReason(msgspec.Struct, frozen=True):
    """A code, and what it means in English."""

    code: str
    description: str


def _words(*texts: str) -> dict[str, str]:
    return dict(zip(LANGUAGES, texts, strict=True))


#: Codes of the published example; wording is ours.
_GENERAL: Final[dict[str, dict[str, str]]] = {
    "CR-UNWANTED_ITEM": _words(
        "Not needed any more", "Wird nicht mehr gebraucht", "Plus besoin de l'article", "Ya no se necesita",
        "Non serve più", "不要になった", "Já não é necessário", "Niet meer nodig", "Behövs inte längre",
        "Już niepotrzebne", "Artık gerekmiyor", "لم يعد مطلوبًا",
    ),
    "AMZ-PG-BAD-DESC": _words(
        "Not as described", "Entspricht nicht der Beschreibung", "Non conforme à la description",
        "No coincide con la descripción", "Non conforme alla descrizione", "説明と異なる",
        "Diferente da descrição", "Niet zoals beschreven", "Stämmer inte med beskrivningen",
        "Niezgodne z opisem", "Açıklamaya uymuyor", "لا يطابق الوصف",
    ),
    "CR-DEFECTIVE": _words(
        "Does not work", "Funktioniert nicht", "Ne fonctionne pas", "No funciona", "Non funziona", "動作しない",
        "Não funciona", "Werkt niet", "Fungerar inte", "Nie działa", "Çalışmıyor", "لا يعمل",
    ),
    "CR-ORDERED_WRONG_ITEM": _words(
        "Ordered by mistake", "Versehentlich bestellt", "Commandé par erreur", "Pedido por error",
        "Ordinato per errore", "誤って注文した", "Encomendado por engano", "Per ongeluk besteld",
        "Beställd av misstag", "Zamówione przez pomyłkę", "Yanlışlıkla sipariş edildi", "طُلب عن طريق الخطأ",
    ),
    "CR-FOUND_BETTER_PRICE": _words(
        "Found cheaper elsewhere", "Anderswo günstiger gefunden", "Trouvé moins cher ailleurs",
        "Encontrado más barato", "Trovato a meno altrove", "より安い価格を見つけた", "Encontrado mais barato",
        "Elders goedkoper gevonden", "Billigare någon annanstans", "Znaleziono taniej", "Daha ucuza bulundu",
        "وُجد بسعر أقل",
    ),
    "CR-DAMAGED_BY_FC": _words(
        "Damaged because of its packaging", "Durch ungeeignete Verpackung beschädigt",
        "Abîmé à cause de l'emballage", "Dañado por el embalaje", "Danneggiato a causa dell'imballo",
        "梱包が原因で破損した", "Danificado por causa da embalagem", "Beschadigd door de verpakking",
        "Skadad på grund av förpackningen", "Uszkodzone przez złe opakowanie", "Ambalaj yüzünden hasarlı",
        "تالف بسبب التغليف",
    ),
    "CR-MISSED_ESTIMATED_DELIVERY": _words(
        "Arrived too late", "Zu spät angekommen", "Arrivé trop tard", "Llegó demasiado tarde",
        "Arrivato troppo tardi", "到着が遅すぎた", "Chegou tarde demais", "Te laat aangekomen", "Kom för sent",
        "Dotarło za późno", "Çok geç geldi", "وصل متأخرًا",
    ),
    "CR-MISSING_PARTS": _words(
        "Parts are missing", "Teile fehlen", "Il manque des pièces", "Faltan piezas", "Mancano delle parti",
        "部品が足りない", "Faltam peças", "Onderdelen ontbreken", "Delar saknas", "Brakuje części", "Eksik parça var",
        "أجزاء ناقصة",
    ),
    "CR-DAMAGED_BY_CARRIER": _words(
        "Damaged on the way", "Beim Transport beschädigt", "Abîmé pendant le transport", "Dañado en el transporte",
        "Danneggiato durante il trasporto", "配送中に破損した", "Danificado no transporte",
        "Beschadigd tijdens vervoer", "Skadad under transporten", "Uszkodzone w transporcie", "Taşımada hasar gördü",
        "تلف أثناء النقل",
    ),
    "CR-SWITCHEROO": _words(
        "Another item came", "Falscher Artikel geliefert", "Un autre article est arrivé", "Llegó otro producto",
        "È arrivato un altro articolo", "別の商品が届いた", "Chegou outro artigo", "Een ander artikel ontvangen",
        "Fel artikel levererades", "Dostarczono inny produkt", "Başka bir ürün geldi", "وصل منتج آخر",
    ),
    "CR-EXTRA_ITEM": _words(
        "Came without being ordered", "Nicht bestellt, aber geliefert", "Reçu sans avoir été commandé",
        "Llegó sin haberse pedido", "Arrivato senza ordine", "注文していない商品が届いた", "Chegou sem ser pedido",
        "Niet besteld maar ontvangen", "Kom utan att ha beställts", "Dostarczono bez zamówienia",
        "Sipariş edilmeden geldi", "وصل دون طلب",
    ),
    "CR-UNAUTHORIZED_PURCHASE": _words(
        "Bought without permission", "Kauf nicht genehmigt", "Achat non autorisé", "Compra no autorizada",
        "Acquisto non autorizzato", "許可のない購入", "Compra não autorizada", "Aankoop zonder toestemming",
        "Köp utan tillåtelse", "Zakup bez zgody", "İzinsiz satın alma", "شراء غير مصرح به",
    ),
}  # fmt: skip

#: Codes of clothing, seen in public return reports.
_CLOTHING: Final[dict[str, dict[str, str]]] = {
    "AMZ-PG-APP-TOO-SMALL": _words(
        "Too small", "Zu klein", "Trop petit", "Demasiado pequeño", "Troppo piccolo", "小さすぎる",
        "Demasiado pequeno", "Te klein", "För liten", "Za małe", "Çok küçük", "صغير جدًا",
    ),
    "AMZ-PG-APP-TOO-LARGE": _words(
        "Too large", "Zu groß", "Trop grand", "Demasiado grande", "Troppo grande", "大きすぎる", "Demasiado grande",
        "Te groot", "För stor", "Za duże", "Çok büyük", "كبير جدًا",
    ),
}  # fmt: skip

#: One in so many SKUs is clothing, until a catalog knows better. Our choice.
_CLOTHING_SHARE: Final = 0.15

#: Reasons that a marketplace does not know. Our choice.
_NOT_IN: Final[dict[str, frozenset[str]]] = {"JP": frozenset({"CR-FOUND_BETTER_PRICE", "CR-UNAUTHORIZED_PURCHASE"})}


def return_reasons(seed: Seed, seller_id: str, seller_sku: str, country: str) -> tuple[ReturnReason, ...]:
    """The reasons that a SKU of the marketplace in that country can be returned for."""
    known = dict(_GENERAL)
    if seed.share("clothing", seller_id, seller_sku) < _CLOTHING_SHARE:
        known |= _CLOTHING
    without = _NOT_IN.get(country, frozenset())
    return tuple(ReturnReason(code, words["en"]) for code, words in known.items() if code not in without)


def language_known(language: str) -> bool:
    """Whether reasons are translated into it; ``de``, ``de_DE`` and ``de-DE`` are the same language."""
    return _base(language) in LANGUAGES


def translated(code: str, language: str) -> str | None:
    """The reason's words in that language; None for a language or a code that is unknown."""
    words = _GENERAL.get(code) or _CLOTHING.get(code) or {}
    return words.get(_base(language))


def _base(language: str) -> str:
    return language.replace("-", "_").split("_")[0].lower()
