"""Words that say nothing of who a record is, and how countries are written."""

from __future__ import annotations

LEGAL_FORMS = frozenset(
    "ab ag aktiengesellschaft anonima aps as asa bhd bv bvba co company corp corporation cv doo eg ek eood eirl"
    " ev gesmbh gbr gmbh gie inc incorporated jsc kft kg kgaa kk lda limitada limited llc llp lp ltd ltda mbh nv"
    " nyrt ohg ooo oy oyj pjsc plc pllc private pt pte pty pvt sa sab sae sal sapi saq sarl sas sasu sca scs sdn"
    " se sl slu snc societe sociedad spa spol spzoo sro srl ug ulc vof zoo zrt".split()
)
FILLERS = frozenset("and und et y e the der die das la le".split())
TITLES = frozenset("dr prof mr mrs ms mx herr frau ing dipl mag phd jr sr sir dipling".split())

PHRASES = (
    (r"\bgesellschaft mit beschrankter haftung\b", "gmbh"),
    (r"\baktien gesellschaft\b", "ag"),
    (r"\bsp z o ?o\b", "spzoo"),
    (r"\bs p a\b", "spa"),
)
"""Legal forms of several words, as they look when marks and signs are gone."""

STREETS = (
    (r"str(asse|eet)?\b", "st"),
    (r"\broad\b", "rd"),
    (r"\bavenue\b", "av"),
    (r"\bave\b", "av"),
    (r"\b(boulevard|blvd)\b", "bd"),
    (r"\b(platz|place|plaza)\b", "pl"),
)

FREE_HOSTS = frozenset(
    "aol.com bluewin.ch facebook.com fastmail.com freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net"
    " googlemail.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com instagram.com laposte.net"
    " libero.it linkedin.com live.com mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com"
    " outlook.de posteo.de proton.me protonmail.com qq.com rediffmail.com seznam.cz t-online.de tutanota.com"
    " twitter.com wanadoo.fr web.de wixsite.com wordpress.com x.com yahoo.co.jp yahoo.co.uk yahoo.com yahoo.de"
    " yahoo.fr yandex.ru youtube.com zoho.com 163.com 126.com".split()
)
"""Hosts where anybody may have a mailbox or a page: to share one says nothing."""

SECOND_LEVELS = frozenset("ac co com edu gob gouv gov gv net nhs or org".split())
"""Second names of domains such as example.co.uk."""

_COUNTRIES = """
AE 971 are; united arab emirates
AR 54 arg; argentina
AT 43 aut; austria; osterreich
AU 61 aus; australia
BE 32 bel; belgium; belgien; belgique; belgie
BG 359 bgr; bulgaria; bulgarien
BR 55 bra; brazil; brasil; brasilien
CA 1 can; canada; kanada
CH 41 che; switzerland; schweiz; suisse; svizzera
CL 56 chl; chile
CN 86 chn; china
CO 57 col; colombia; kolumbien
CZ 420 cze; czech republic; czechia; tschechien
DE 49 deu; ger; germany; deutschland; allemagne; alemania
DK 45 dnk; denmark; danmark; danemark
EE 372 est; estonia; estland
EG 20 egy; egypt; agypten
ES 34 esp; spain; espana; spanien; espagne
FI 358 fin; finland; suomi; finnland
FR 33 fra; france; frankreich; francia
GB 44 gbr; uk; united kingdom; great britain; england; scotland; wales; grossbritannien
GR 30 grc; greece; griechenland
HK 852 hkg; hong kong
HR 385 hrv; croatia; hrvatska; kroatien
HU 36 hun; hungary; magyarorszag; ungarn
ID 62 idn; indonesia
IE 353 irl; ireland; irland
IL 972 isr; israel
IN 91 ind; india; indien
IT 39 ita; italy; italia; italien
JP 81 jpn; japan
KR 82 kor; south korea; korea
LT 370 ltu; lithuania; litauen
LU 352 lux; luxembourg; luxemburg
LV 371 lva; latvia; lettland
MX 52 mex; mexico; mexiko
MY 60 mys; malaysia
NL 31 nld; netherlands; the netherlands; nederland; niederlande; holland
NO 47 nor; norway; norge; norwegen
NZ 64 nzl; new zealand
PH 63 phl; philippines
PL 48 pol; poland; polska; polen
PT 351 prt; portugal
RO 40 rou; romania; rumanien
RS 381 srb; serbia; serbien
RU 7 rus; russia; russian federation; russland
SA 966 sau; saudi arabia
SE 46 swe; sweden; sverige; schweden
SG 65 sgp; singapore; singapur
SI 386 svn; slovenia; slowenien
SK 421 svk; slovakia; slowakei
TH 66 tha; thailand
TR 90 tur; turkey; turkiye; turkei
TW 886 twn; taiwan
UA 380 ukr; ukraine
US 1 usa; united states; united states of america; america; vereinigte staaten
VN 84 vnm; vietnam
ZA 27 zaf; south africa; sudafrika
"""


def _read() -> tuple[dict[str, str], dict[str, str]]:
    names: dict[str, str] = {}
    calling: dict[str, str] = {}
    for line in _COUNTRIES.strip().splitlines():
        code, number, rest = line.split(" ", 2)
        calling[code.lower()] = number
        names |= {each.strip(): code.lower() for each in (code.lower(), *rest.split(";"))}
    return names, calling


COUNTRIES, CALLING_CODES = _read()
"""Country codes by the names that countries go by; calling codes by country code."""
