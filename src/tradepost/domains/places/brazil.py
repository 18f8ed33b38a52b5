"""Brazil's states and towns by the codes of its statistical office (IBGE), which fiscal documents name."""

from __future__ import annotations

from typing import Final

#: By state: its code, and its capital with the code of that.
_STATES: Final[dict[str, tuple[str, str, str]]] = {
    "RO": ("11", "Porto Velho", "1100205"),
    "AC": ("12", "Rio Branco", "1200401"),
    "AM": ("13", "Manaus", "1302603"),
    "RR": ("14", "Boa Vista", "1400100"),
    "PA": ("15", "Belém", "1501402"),
    "AP": ("16", "Macapá", "1600303"),
    "TO": ("17", "Palmas", "1721000"),
    "MA": ("21", "São Luís", "2111300"),
    "PI": ("22", "Teresina", "2211001"),
    "CE": ("23", "Fortaleza", "2304400"),
    "RN": ("24", "Natal", "2408102"),
    "PB": ("25", "João Pessoa", "2507507"),
    "PE": ("26", "Recife", "2611606"),
    "AL": ("27", "Maceió", "2704302"),
    "SE": ("28", "Aracaju", "2800308"),
    "BA": ("29", "Salvador", "2927408"),
    "MG": ("31", "Belo Horizonte", "3106200"),
    "ES": ("32", "Vitória", "3205309"),
    "RJ": ("33", "Rio de Janeiro", "3304557"),
    "SP": ("35", "São Paulo", "3550308"),
    "PR": ("41", "Curitiba", "4106902"),
    "SC": ("42", "Florianópolis", "4205407"),
    "RS": ("43", "Porto Alegre", "4314902"),
    "MS": ("50", "Campo Grande", "5002704"),
    "MT": ("51", "Cuiabá", "5103403"),
    "GO": ("52", "Goiânia", "5208707"),
    "DF": ("53", "Brasília", "5300108"),
}
_OTHER_TOWNS: Final[dict[tuple[str, str], str]] = {
    ("SP", "Cajamar"): "3509205",
    ("SP", "Campinas"): "3509502",
    ("PE", "Cabo de Santo Agostinho"): "2602902",
}
#: Where an address names no state of Brazil (our choice).
ELSEWHERE: Final = "SP"
#: The codes of the states.
STATE_CODES: Final[dict[str, str]] = {state: code for state, (code, _, _) in _STATES.items()}


def known_state(state: str) -> str:
    """The two letters of a state, in capitals; São Paulo's for what is none (our choice)."""
    plain = state.strip().upper()
    return plain if plain in _STATES else ELSEWHERE


def town_code(state: str, town: str) -> str:
    """The code of a town; the one of its state's capital where only that is known here (our choice)."""
    there = known_state(state)
    return _OTHER_TOWNS.get((there, town), _STATES[there][2])
