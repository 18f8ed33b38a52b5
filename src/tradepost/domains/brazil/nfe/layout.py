"""An invoice as XML of the national layout, version 4.00: element by element in the published order.

It is not signed, and says that it is of the test environment (``tpAmb`` 2): it has no fiscal value. Goods are all of
one class (NCM), sellers pay by the simple regime, and Amazon's centers move goods without tax (our choice).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from lxml import etree

from tradepost.domains.brazil.nfe.note import NOTHING, GoodsLine, Note, Party
from tradepost.domains.places import brazil, taxpayers
from tradepost.domains.places.centers import AMAZON_IN_BRAZIL

NAMESPACE: Final = "http://www.portalfiscal.inf.br/nfe"
VERSION: Final = "4.00"
ZONE: Final = ZoneInfo("America/Sao_Paulo")
#: The class of all goods: articles of plastics (our choice).
NCM: Final = "39269090"
TEST_ENVIRONMENT: Final = "2"
_SIMPLE_REGIME: Final = "1"
_USUAL_REGIME: Final = "3"
#: The longest texts that the layout has room for.
_NAME, _TITLE, _PLATE = 60, 120, 7
_UNWRITABLE: Final = dict.fromkeys(range(32), " ") | {0xFFFE: " ", 0xFFFF: " "}


def xml(note: Note) -> bytes:
    """The invoice; with the tax office's protocol where it is authorized (``nfeProc``), otherwise alone (``NFe``)."""
    bare = etree.Element(f"{{{NAMESPACE}}}NFe", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    said = _in(bare, "infNFe")
    said.set("versao", VERSION)
    said.set("Id", f"NFe{note.key}")
    _identify(said, note)
    _party(_in(said, "emit"), note.issuer, "enderEmit", issues=True)
    _party(_in(said, "dest"), note.recipient, "enderDest", issues=False)
    for number, line in enumerate(note.lines, 1):
        _line(said, number, line, note)
    _totals(_in(_in(said, "total"), "ICMSTot"), note)
    _carriage(_in(said, "transp"), note)
    _payment(said, note)
    if note.order_id:
        _put(_in(said, "infAdic"), infCpl=f"Pedido Amazon {note.order_id}")
    whole = bare if note.authorized_at is None else _processed(bare, note, note.authorized_at)
    return etree.tostring(whole, xml_declaration=True, encoding="UTF-8")


def local(at: datetime) -> str:
    """A time as invoices have it: of the clock in Brasília, with its distance to UTC."""
    return at.astimezone(ZONE).replace(microsecond=0).isoformat()


def written(text: str, most: int, least: int = 1) -> str:
    """A text as the layout takes it: without signs that XML cannot have, single blanks, and of the right length."""
    return " ".join(text.translate(_UNWRITABLE).split())[:most].strip().ljust(least, "-")


def amount(value: Decimal) -> str:
    """Money, with two digits after the point."""
    return f"{value:.2f}"


def _in(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")


def _put(parent: etree._Element, **said: str) -> None:
    for name, text in said.items():
        if text:
            _in(parent, name).text = text


def _identify(said: etree._Element, note: Note) -> None:
    nature = note.nature
    ide = _in(said, "ide")
    _put(
        ide,
        cUF=note.key[:2],
        cNF=note.key[35:43],
        natOp=written(nature.words, _NAME),
        mod=note.key[20:22],
        serie=str(note.series),
        nNF=str(note.number),
        dhEmi=local(note.issued_at),
        tpNF="0" if nature.incoming else "1",
        idDest="1" if note.issuer.state == note.recipient.state else "2",
        cMunFG=brazil.town_code(note.issuer.state, note.issuer.town),
        tpImp="1",
        tpEmis=note.key[34],
        cDV=note.key[43],
        tpAmb=TEST_ENVIRONMENT,
        finNFe=str(nature.purpose),
        indFinal="1" if nature.to_consumer else "0",
        indPres="2" if note.paid else "9",
        indIntermed="1" if note.paid else "0",
        procEmi="0",
        verProc="Tradepost",
    )
    for key in note.refers_to:
        _put(_in(ide, "NFref"), refNFe=key)


def _party(said: etree._Element, party: Party, address: str, *, issues: bool) -> None:
    _put(said, **{taxpayers.kind_of(party.tax_id): party.tax_id}, xNome=written(party.name, _NAME, 2))
    place = _in(said, address)
    _put(
        place,
        xLgr=written(party.street, _NAME, 2),
        nro=written(party.house, _NAME),
        xBairro=written(party.district, _NAME, 2),
        cMun=brazil.town_code(party.state, party.town),
        xMun=written(party.town, _NAME, 2),
        UF=party.state,
        CEP=party.postal_code,
        cPais="1058",
        xPais="BRASIL",
        fone=party.phone,
    )
    if issues:
        amazons = party.tax_id[:8] == AMAZON_IN_BRAZIL[:8]
        _put(said, IE=party.registration, CRT=_USUAL_REGIME if amazons else _SIMPLE_REGIME)
    else:
        _put(said, indIEDest="1" if party.registration else "9", IE=party.registration)


def _line(said: etree._Element, number: int, line: GoodsLine, note: Note) -> None:
    det = _in(said, "det")
    det.set("nItem", str(number))
    price = f"{line.goods / line.units:.10f}"
    _put(
        _in(det, "prod"),
        cProd=written(line.sku, _NAME),
        cEAN="SEM GTIN",
        xProd=written(line.title, _TITLE),
        NCM=NCM,
        CFOP=note.code,
        uCom="UN",
        qCom=f"{line.units}.0000",
        vUnCom=price,
        vProd=amount(line.goods),
        cEANTrib="SEM GTIN",
        uTrib="UN",
        qTrib=f"{line.units}.0000",
        vUnTrib=price,
        vFrete=amount(line.shipping) if line.shipping else "",
        vDesc=amount(line.discount) if line.discount else "",
        vOutro=amount(line.other) if line.other else "",
        indTot="1",
    )
    _taxes(_in(det, "imposto"), note)


def _taxes(said: etree._Element, note: Note) -> None:
    """Taxes of a line: none that are told apart by the simple regime, and none at all on what is only deposited."""
    if note.issuer.tax_id[:8] == AMAZON_IN_BRAZIL[:8]:
        _put(_in(_in(said, "ICMS"), "ICMS40"), orig="0", CST="41")
        _put(_in(_in(said, "PIS"), "PISNT"), CST="08")
        _put(_in(_in(said, "COFINS"), "COFINSNT"), CST="08")
        return
    _put(_in(_in(said, "ICMS"), "ICMSSN102"), orig="0", CSOSN="102" if note.type == "SALE" else "400")
    _put(_in(_in(said, "PIS"), "PISOutr"), CST="49", vBC="0.00", pPIS="0.00", vPIS="0.00")
    _put(_in(_in(said, "COFINS"), "COFINSOutr"), CST="49", vBC="0.00", pCOFINS="0.00", vCOFINS="0.00")


def _totals(said: etree._Element, note: Note) -> None:
    of = {
        "vProd": sum((each.goods for each in note.lines), NOTHING),
        "vFrete": sum((each.shipping for each in note.lines), NOTHING),
        "vDesc": sum((each.discount for each in note.lines), NOTHING),
        "vOutro": sum((each.other for each in note.lines), NOTHING),
        "vNF": note.total,
    }
    names = (
        "vBC vICMS vICMSDeson vFCP vBCST vST vFCPST vFCPSTRet vProd vFrete vSeg vDesc vII vIPI vIPIDevol vPIS vCOFINS"
    )
    _put(said, **{name: amount(of.get(name, NOTHING)) for name in (*names.split(), "vOutro", "vNF")})


def _carriage(said: etree._Element, note: Note) -> None:
    carrier = note.carrier
    if carrier is None:
        _put(said, modFrete="0" if note.paid else "9")
        return
    _put(said, modFrete="0")
    kind = {taxpayers.kind_of(carrier.tax_id): carrier.tax_id} if carrier.tax_id else {}
    told = {"xNome": carrier.name, "IE": carrier.registration, "xEnder": carrier.address, "UF": carrier.state}
    _put(_in(said, "transporta"), **kind, **{name: written(text, _NAME) if text else "" for name, text in told.items()})
    if carrier.plate:
        _put(_in(said, "veicTransp"), placa=written(carrier.plate, _PLATE), UF=written(carrier.plate_state, 2))


def _payment(said: etree._Element, note: Note) -> None:
    paid = _in(_in(said, "pag"), "detPag")
    if not note.paid:
        _put(paid, tPag="90", vPag="0.00")
        return
    _put(paid, indPag="0", tPag="03", vPag=amount(note.total))
    _put(_in(paid, "card"), tpIntegra="2")
    _put(_in(said, "infIntermed"), CNPJ=AMAZON_IN_BRAZIL, idCadIntTran="amazon.com.br")


def _processed(bare: etree._Element, note: Note, authorized_at: datetime) -> etree._Element:
    whole = etree.Element(f"{{{NAMESPACE}}}nfeProc", nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    whole.set("versao", VERSION)
    whole.append(bare)
    protocol = _in(whole, "protNFe")
    protocol.set("versao", VERSION)
    _put(
        _in(protocol, "infProt"),
        tpAmb=TEST_ENVIRONMENT,
        verAplic="Tradepost",
        chNFe=note.key,
        dhRecbto=local(authorized_at),
        nProt=note.protocol,
        cStat="100",
        xMotivo="Autorizado o uso da NF-e",
    )
    return whole
