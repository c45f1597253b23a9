"""Every code of the checker is raised by a query, at the place that « and » mark."""

import pytest

from saql.messages import MESSAGES

L = 'q = load "deals"; '
A = 'a = load "deals"; b = load "accounts"; '
G = L + "q = group q by 'Owner'; "
END = " q = foreach q generate 'Owner';"
AS = " as 'x';"
Y = (
    L + "q = foreach q generate 'Close_Year' as 'Y', 'Close_Month' as 'M', 'Close_Day' as 'D', 'Owner' as 'O', "
    "'Amount' as 'A', 'Seats' as 'B'; "
)
T = Y + "q = timeseries q generate 'A' as 'f' with ("
X = Y + "q = arimax q generate 'A' as 'f' with ("

CASES = [
    ("SAQL201", "q = load «\"dealz\"»; q = foreach q generate 'Owner';"),
    ("SAQL202", L + "q = filter «p» by 'Amount' > 1;" + END),
    ("SAQL203", L + "q = filter q by «'Amonut'» > 1;" + END),
    ("SAQL204", L + "q = foreach q generate «z».'Owner';"),
    ("SAQL204", A + "c = cogroup a by 'Owner', b by 'Owner'; c = foreach c generate sum(«d».'Amount')" + AS),
    ("SAQL205", L + "q = foreach q generate «uper»('Owner')" + AS),
    ("SAQL301", L + "q = filter q by «'Amount' == \"five\"»;" + END),
    ("SAQL301", L + "q = filter q by 'Stage' in [\"a\", «5»];" + END),
    ("SAQL302", L + "q = foreach q generate «round('Amount', 1, 2)»" + AS),
    ("SAQL303", L + "q = foreach q generate abs(«'Close'»)" + AS),
    ("SAQL304", L + "q = foreach q generate round('Amount', «'Seats'»)" + AS),
    ("SAQL305", L + "q = foreach q generate index_of('Owner', \"a\", «-1»)" + AS),
    ("SAQL305", L + "q = foreach q generate date_diff(«\"moon\"», 'Close', now())" + AS),
    ("SAQL306", L + "q = foreach q generate «coalesce('Close', 1)»" + AS),
    ("SAQL307", L + "q = filter q by 'Owner' in [«Stage»];" + END),
    ("SAQL308", L + "q = foreach q generate «dateRange»([2018,1,1], [2018,1,2])" + AS),
    ("SAQL309", L + "q = filter q by 'Close' in [dateRange([2018,1,1], «[2018,2,30]»)];" + END),
    ("SAQL310", L + 'q = filter q by \'Close\' in «["2018-01-01T10:00:00Z".."current day"]»;' + END),
    ("SAQL311", L + 'q = filter q by \'Close\' in [«"last yaer"».."current day"];' + END),
    ("SAQL312", L + "q = filter q by 'Close' in [«dateRange([2018,1,1])»];" + END),
    ("SAQL313", L + "q = foreach q generate «'Owner' + \"-\" + 'Amount'»" + AS),
    ("SAQL314", L + "q = foreach q generate 'Amount' * «\"x\"»" + AS),
    ("SAQL315", L + "q = filter q by «'Won'»;" + END),
    ("SAQL315", L + "q = filter q by 'Amount' > 1 and «'Owner'»;" + END),
    ("SAQL316", L + "q = filter q by 'Amount' >= «[5, 6]»;" + END),
    ("SAQL316", L + "q = filter q by 'Amount' == «[5..6]»;" + END),
    ("SAQL329", L + "q = filter q by 'Amount' >= «[5]»;" + END),
    ("SAQL203", L + "q = filter q by 'Amount' >= [«F»];" + END),
    ("SAQL317", L + "q = foreach q generate case when 'Amount' > 1 then 'Close' else «2» end" + AS),
    ("SAQL320", L + "q = filter q by 'Amount' == «\"5\"»;" + END),
    ("SAQL321", L + "q = foreach q generate 'Amount' * «'Owner'»" + AS),
    ("SAQL322", L + "q = foreach q generate case when 'Amount' > 1 then \"a\" else «2» end" + AS),
    (
        "SAQL323",
        "a = load \"deals\"; a = foreach a generate 'Owner' as 'x'; "
        "b = load \"accounts\"; b = foreach b generate 'Staff' as 'x'; u = union a, «b»;",
    ),
    ("SAQL324", L + "q = filter q by «!'Stage'» == \"Won\";" + END),
    ("SAQL325", L + 'q = filter q by «"Stage"» == "Won";' + END),
    ("SAQL326", L + "q = filter q by 'Close' == «\"last year\"»;" + END),
    ("SAQL327", L + "q = filter q by 'Stage' like «\"*on*\"»;" + END),
    ("SAQL327", L + "q = filter q by 'Stage' matches «\"%on\"»;" + END),
    ("SAQL328", L + "q = filter q by «'Stage' != null»;" + END),
    ("SAQL401", L + "«q = group q by 'Owner'»;"),
    ("SAQL402", L + "q = filter q by «sum('Amount')» > 1;" + END),
    ("SAQL403", G + "q = foreach q generate sum(«sum('Amount')»)" + AS),
    ("SAQL404", G + "q = foreach q generate sum(«sum('Amount') over ([..] partition by all)»)" + AS),
    ("SAQL405", G + "q = foreach q generate «percentile_cont(0.5)»" + AS),
    ("SAQL406", G + "q = foreach q generate «sum('Amount') within group (order by 'Seats')»" + AS),
    ("SAQL407", L + "q = group q by rollup('Owner'); q = foreach q generate «median('Amount')»" + AS),
    (
        "SAQL408",
        A + "c = cogroup a by 'Owner', b by 'Owner'; c = foreach c generate «regr_slope(a.'Amount', a.'Seats')»" + AS,
    ),
    ("SAQL409", A + "c = cogroup a by 'Owner', b by 'Owner'; c = foreach c generate «count()»" + AS),
    ("SAQL409", G + "q = foreach q generate «count('Amount')»" + AS),
    ("SAQL410", L + "q = foreach q generate «sum('Amount') over ([..] partition by all)»" + AS),
    ("SAQL411", G + "q = foreach q generate «first»(sum('Amount')) over ([..] partition by all)" + AS),
    ("SAQL412", G + "q = foreach q generate «sum(sum('Amount')) over ([..] partition by all order by 'Owner')»" + AS),
    (
        "SAQL413",
        A + "c = cogroup a by 'Owner', b by 'Owner'; "
        "c = foreach c generate «sum(sum(a.'Amount')) over ([..0] partition by b.'Owner')»" + AS,
    ),
    ("SAQL418", L + "q = order q by «lag('Amount') over ([..] partition by all order by 'Owner')»;" + END),
    (
        "SAQL404",
        L + "q = foreach q generate lag(«lag('Amount') over ([..] partition by all order by 'Owner')»)"
        " over ([..] partition by all order by 'Owner')" + AS,
    ),
    ("SAQL414", G + "q = foreach q generate «rank() over ([..] partition by all)»" + AS),
    ("SAQL414", G + "q = foreach q generate «rank»()" + AS),
    ("SAQL415", L + "q = group q by rollup('Owner'); q = foreach q generate grouping(«'Stage'»)" + AS),
    (
        "SAQL416",
        A + "c = cogroup a by 'Owner', b by 'Owner'; c = foreach c generate sum(a.'Amount' + «b.'Staff'»)" + AS,
    ),
    ("SAQL417", A + "c = cogroup a by 'Owner', b by 'Owner'; c = foreach c generate sum(«'Amount'»)" + AS),
    ("SAQL420", G + "q = union «q», q;"),
    ("SAQL421", '«q = load "deals" sample(120)»;' + END),
    ("SAQL422", L + "q = foreach q generate «1 + 1»;"),
    ("SAQL423", L + "q = foreach q generate 'Owner' as 'x', 'Stage' as «'x'»;"),
    ("SAQL424", L + "q = foreach q generate 'Owner' as «'none'»;"),
    ("SAQL430", L + "q = cogroup q by 'Owner', «q» by 'Owner'; q = foreach q generate 1" + AS),
    ("SAQL431", A + "c = cogroup a by 'Owner', «b by ('Owner', 'Name')»; c = foreach c generate 1" + AS),
    ("SAQL432", A + "«c = cogroup a by rollup('Owner'), b by 'Owner'»; c = foreach c generate 1" + AS),
    ("SAQL433", A + "c = cogroup a by 'Owner', b by «'Staff'»; c = foreach c generate 1" + AS),
    (
        "SAQL440",
        "a = load \"deals\"; a = foreach a generate 'Close' as 'x'; "
        "b = load \"accounts\"; b = foreach b generate 'Staff' as 'x'; u = union a, «b»;",
    ),
    ("SAQL441", A + "a = join a by («'Amount'») semi, b by ('Owner'); a = foreach a generate 1" + AS),
    ("SAQL462", A + "a = augment a by 'Owner', b by 'Owner' generate «'Owner'»; a = foreach a generate 1" + AS),
    ("SAQL204", A + "a = augment a by 'Owner', b by 'Owner' generate «a».'Staff' as x; a = foreach a generate x;"),
    ("SAQL470", L + "q = flatten q by 'Owner', 'Stage' generate path as p, «upper(path)» as u;" + END),
    ("SAQL471", L + "q = flatten q by 'Owner', «'Amount'» generate path as p;" + END),
    ("SAQL462", L + "q = flatten q by 'Owner', 'Stage' generate path as «'Stage'»;" + END),
    ("SAQL450", Y + 'q = fill q by (dateCols=(Y, "Y"), «startdate»="2020");'),
    ("SAQL450", Y + "q = timeseries q generate A as f with (length=1, order=Y, «xreg»=A);"),
    ("SAQL451", Y + 'q = fill q by (dateCols=(Y, "Y"), partition=O, «partition»=O);'),
    ("SAQL452", Y + "«q = fill q by (partition=O)»;"),
    ("SAQL452", Y + '«q = timeseries q generate A as f with (dateCols=(Y, "Y"))»;'),
    ("SAQL452", Y + "«q = timeseries q generate A as f with (length=2)»;"),
    ("SAQL452", Y + "«q = arimax q generate A as f with (length=2, order=Y)»;"),
    ("SAQL453", Y + "q = fill q by («dateCols=(Y, M)»);"),
    ("SAQL453", Y + 'q = fill q by («dateCols=("Y", "Y")»);'),
    ("SAQL453", Y + 'q = fill q by (dateCols=(Y, M, "Y-M"), startDate=«"2020-13"»);'),
    ("SAQL453", Y + 'q = fill q by (dateCols=(Y, M, D, "Y-M-D"), endDate=«"2021-02-29"»);'),
    ("SAQL453", Y + 'q = fill q by (dateCols=(Y, "Y"), startDate=«Y»);'),
    ("SAQL453", Y + 'q = fill q by (dateCols=(Y, "Y"), partition=«"O"»);'),
    ("SAQL453", T + "length=«0», order=Y);"),
    ("SAQL453", T + "length=«1.5», order=Y);"),
    ("SAQL453", T + "length=1, order=Y, ignoreLast=«1»);"),
    ("SAQL453", T + "length=1, order=Y, predictionInterval=«90»);"),
    ("SAQL453", T + "length=1, order=Y, predictionInterval=«[80, O]»);"),
    ("SAQL453", T + "length=1, order=Y, model=«additive»);"),
    ("SAQL453", T + "length=1, order=Y, model=«3»);"),
    ("SAQL453", T + "length=1, order=Y, seasonality=«25»);"),
    ("SAQL453", X + "length=1, order=Y, «arimaOrder=(1, 6, 1)»);"),
    ("SAQL453", X + "length=1, order=Y, «arimaOrder=(1, 1)»);"),
    ("SAQL453", X + "length=1, order=Y, «seasonalOrder=(1, 1, 1, 1)»);"),
    ("SAQL453", X + "length=1, order=Y, arimaOrder=(1, 1, 1), showParams=«all»);"),
    ("SAQL453", X + "length=1, order=Y, arimaOrder=(1, 1, 1), xreg=A, xregFutures=«A»);"),
    ("SAQL453", X + "length=1, order=Y, arimaOrder=(1, 1, 1), «xreg=(A, A, A, A, A, A, A, A, A, A, A)»);"),
    ("SAQL454", Y + 'q = fill q by (dateCols=(Y, M, «"M-Y"»));'),
    ("SAQL455", Y + 'q = fill q by («dateCols=(Y, "Y-M")»);'),
    ("SAQL456", L + "q = foreach q generate 'Close'; q = fill q by (dateCols=(«Close», \"Y\"));"),
    ("SAQL457", Y + 'q = fill q by (dateCols=(Y, "Y"), startDate="2021", endDate=«"2020"»);'),
    ("SAQL459", T + 'length=1, dateCols=(Y, "Y"), «order=Y»);'),
    ("SAQL460", Y + "q = timeseries q generate «A + 1» as f with (length=1, order=Y);"),
    ("SAQL461", Y + "q = timeseries q generate «O» as f with (length=1, order=Y);"),
    ("SAQL461", X + "length=1, order=Y, arimaOrder=(1, 1, 1), xreg=«O»);"),
    ("SAQL462", Y + "q = timeseries q generate A as «O» with (length=1, order=Y);"),
    ("SAQL462", Y + "q = timeseries q generate (A as f, A as «f») with (length=1, order=Y);"),
    ("SAQL424", Y + "q = timeseries q generate A as «'none'» with (length=1, order=Y);"),
    ("SAQL463", X + "length=1, order=Y, «seasonalOrder=(1, 0, 0, 0)»);"),
    ("SAQL464", Y + "q = arimax q generate (A as f, A as g) with (length=1, order=Y, arimaOrder=(1,1,1), «xreg=A»);"),
    ("SAQL465", X + "length=1, order=Y, arimaOrder=(1, 1, 1), xreg=A, xregFutures=(A: [1], «B»: [1]));"),
    ("SAQL466", X + "length=2, order=Y, arimaOrder=(1, 1, 1), xreg=A, xregFutures=(A: «[1]»));"),
    ("SAQL467", X + "length=1, order=Y, arimaOrder=(1, 1, 1), xreg=(A, B), xregFutures=(«A: [1]»));"),
    ("SAQL468", X + 'length=1, order=Y, arimaOrder=(1, 1, 1), showParams="top"); q = limit «q» 5;'),
    ("SAQL469", L + "q = fill «q» by (dateCols=('Close_Year', \"Y\"));" + END),
    ("SAQL469", L + "q = timeseries «q» generate 'Amount' as f with (length=1, order='Close');" + END),
    ("SAQL420", G + "q = fill «q» by (dateCols=('Close_Year', \"Y\"));" + END),
]


@pytest.mark.parametrize(("code", "marked"), CASES, ids=[f"{code}-{place}" for place, (code, _) in enumerate(CASES)])
def test_a_mistake_is_told_at_its_place(code, marked, problems):
    start = marked.index("«")
    end = marked.index("»") - 1
    found = [(each.code, each.span.start, each.span.end) for each in problems(marked.replace("«", "").replace("»", ""))]
    assert (code, start, end) in found


def test_a_text_without_statements_is_no_query(problems):
    assert "SAQL400" in [each.code for each in problems("'Amount' > 5")]


def test_every_code_of_the_checker_has_a_case_here():
    codes = {each for each in MESSAGES if "SAQL200" <= each < "SAQL600"}
    assert codes == {"SAQL400", *(code for code, _ in CASES)}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('q = load "Deals"; q = foreach q generate 1 as x;', 'did you mean "deals"?'),
        (L + "q = foreach q generate 'amount';", "did you mean 'Amount'?"),
        (L + "q = foreach q generate medain('Amount') as x;", "did you mean `median`?"),
        (L + "q1 = foreach q generate 'Owner'; q1 = order ql by 'Owner';", "the streams so far are 'q', 'q1'"),
        (
            L + "q = foreach q generate 'Owner'; q = order q by 'Amount';",
            "the foreach before this did not keep 'Amount': add it there, with an alias",
        ),
        (L + "q = filter q by 'Won'; q = foreach q generate 1 as x;", 'compare it, for instance with `== "true"`'),
        (L + "q = filter q by 'Amount' == \"five\"; q = foreach q generate 1 as x;", "numbers stand without quotes"),
        (G, "add `q = foreach q generate ..;` to say what the result shows"),
        (L + "q = foreach q generate 'Owner' + \".\" + 'Amount' as x;", "number_to_string() makes a text of a number"),
        (Y + 'q = fill q by (datecols=(Y, "Y"));', "did you mean `dateCols`?"),
        (Y + "q = fill q by (zones=1);", "it has dateCols, startDate, endDate or partition"),
        (Y + 'q = fill q by (dateCols=(Y, "y"));', 'did you mean "Y"?'),
        (Y + "q = fill q by (partition=O);", "add `dateCols=('Close_Year', 'Close_Month', \"Y-M\")`"),
        (Y + 'q = fill q by (dateCols=("Y", "Y"));', "a field stands in single quotes: 'Y'"),
        (
            Y + 'q = fill q by (dateCols=(Y, M, "Y-M"), startDate="01/2020");',
            'a period of "Y-M" is written as in `startDate="2024-09"`',
        ),
        (
            L + "q = foreach q generate 'Close'; q = fill q by (dateCols=(Close, \"Y\"));",
            "use the part of the date: 'Close_Year'",
        ),
        (T + "length=1, order=Y, model=additive);", "did you mean Additive?"),
    ],
)
def test_a_diagnostic_says_what_to_write_instead(text, hint, problems):
    assert hint in [each for found in problems(text) for each in found.hints]


def test_all_mistakes_of_a_query_come_at_once_in_the_order_of_the_text(problems):
    text = (
        "q = load \"deals\"; q = filter q by 'Amonut' > 1; q = group q by 'Owner';"
        " q = foreach q generate 'Owner', uper('Owner') as 'a', sum('Close') as 'b'; p = order r by 'Owner';"
    )
    assert [each.code for each in problems(text)] == ["SAQL203", "SAQL205", "SAQL303", "SAQL202"]


def test_a_mistake_is_told_once_and_hides_what_follows_from_it(problems):
    text = "q = load \"dealz\"; q = filter q by 'Amonut' > 1; q = foreach q generate uper('Owner') as 'a', 'b';"
    assert [each.code for each in problems(text)] == ["SAQL201", "SAQL205"]


def test_a_broken_expression_does_not_spread(problems):
    text = L + "q = foreach q generate abs('Ownr') + 1 as 'a', 'Owner'; q = filter q by 'a' == \"b\" && 'a' > 1;"
    assert [each.code for each in problems(text)] == ["SAQL203"]


def test_a_broken_key_does_not_spread_through_a_cogroup(problems):
    text = A + "c = cogroup a by 'Ownr', b by 'Owner'; c = foreach c generate a.'Amount' as 'x', d.'y' as 'z';"
    assert [each.code for each in problems(text)] == ["SAQL203"]


def test_an_error_shows_its_line_with_carets(checked):
    with pytest.raises(Exception, match="Amonut") as caught:
        checked("q = load \"deals\";\nq = foreach q generate 'Amonut';")
    assert "^^^^^^^^" in str(caught.value)
