"""`/services/Soap/u/NN.N`: the one operation of the SOAP API that clients of REST need, which is to sign in.

Source: Partner WSDL of Salesforce, `login`.
"""

from __future__ import annotations

import re
from xml.parsers import expat
from xml.sax.saxutils import escape

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dashboards.people.attempts import TooManyAttemptsError
from dashboards.people.person import Person
from dashboards.server.payload import read_body
from dashboards.server.permission import check_origin
from dashboards.server.services import Services
from dashboards.server.wave.common import person as shown
from dashboards.server.wave.oauth import organization
from dashboards.server.wave.sign_in import LIFETIME, sign_in

LARGEST = 50_000
"""In bytes."""


async def login(request: Request) -> Response:
    """Answer with the id of a session, which is a token."""
    check_origin(request)
    known = _texts(await read_body(request, LARGEST))
    if known is None or "login" not in known:
        return _fault("UNKNOWN_EXCEPTION", "Only login is answered here; all else is asked of the REST API.")
    services = Services.whole(request)
    email, password = known.get("username", ""), known.get("password", "")
    try:
        found = await services.doors.run(lambda: sign_in(request, email, password))
    except TooManyAttemptsError as error:
        return _fault("LOGIN_RATE_EXCEEDED", error.message)
    if found is None:
        return _fault("INVALID_LOGIN", "Invalid username, password, security token; or user locked out.")
    return _xml(200, _answer(request, *found))


class _Refused(Exception):
    """The XML has what it should not have."""


def _texts(content: bytes) -> dict[str, str] | None:
    """Return the texts of elements by their names without prefixes; None where it is no XML, or defines entities."""
    found: dict[str, str] = {}
    inside: list[str] = []

    def start(name: str, _: object) -> None:
        inside.append(name.rpartition(" ")[2])
        found.setdefault(inside[-1], "")

    def data(text: str) -> None:
        if inside:
            found[inside[-1]] += text

    def refuse(*_: object) -> None:
        raise _Refused

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.CharacterDataHandler = start, data
    parser.EndElementHandler = lambda _: inside.pop()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, _Refused, ValueError, LookupError):
        return None
    return found


def _answer(request: Request, person: Person, token: str) -> str:
    instance, version = str(request.base_url).rstrip("/"), re.sub(r"[^\w.]", "", request.path_params["version"])
    services, user = Services.whole(request), str(shown(person)["id"])
    identity = organization(services)
    details = {
        "organizationId": identity,
        "organizationName": services.name,
        "sessionSecondsValid": str(int(LIFETIME.total_seconds())),
        "userEmail": person.email,
        "userFullName": person.name,
        "userId": user,
        "userName": person.email,
    }
    result = {
        "metadataServerUrl": f"{instance}/services/Soap/m/{version}/{identity}",
        "passwordExpired": "false",
        "sandbox": "false",
        "serverUrl": f"{instance}/services/Soap/u/{version}/{identity}",
        "sessionId": token,
        "userId": user,
    }
    inner = _elements(result) + f"<userInfo>{_elements(details)}</userInfo>"
    return f"<loginResponse><result>{inner}</result></loginResponse>"


def _elements(texts: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())


def _fault(code: str, message: str) -> Response:
    detail = (
        '<detail><sf:LoginFault xmlns:sf="urn:fault.partner.soap.sforce.com">'
        f"<sf:exceptionCode>{code}</sf:exceptionCode><sf:exceptionMessage>{escape(message)}</sf:exceptionMessage>"
        "</sf:LoginFault></detail>"
    )
    words = f"<faultcode>{code}</faultcode><faultstring>{code}: {escape(message)}</faultstring>"
    return _xml(500, f"<soapenv:Fault>{words}{detail}</soapenv:Fault>")


def _xml(status: int, body: str) -> Response:
    names = 'xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:partner.soap.sforce.com"'
    envelope = f"<soapenv:Envelope {names}><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    return Response(f'<?xml version="1.0" encoding="UTF-8"?>{envelope}', status, media_type="text/xml")


ROUTES = [Route("/services/Soap/u/{version}", login, methods=["POST"])]
