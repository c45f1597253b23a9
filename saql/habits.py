"""What other languages have and SAQL says otherwise: by the word, what to write. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_READ_ONLY = "queries read datasets and change nothing; `swell import` brings in rows"
_START = 'a query starts with `q = load "dataset";`, then come filter, group and foreach'
_HAVING = "filter after the foreach, by the alias that it gives: `q = filter q by 'Total' > 5;`"
_DISTINCT = "`unique('Field')` counts the different values; `group q by 'Field'` gives a row for each"
_TOP = "write `q = order q by 'Field' desc;`, then `q = limit q 10;`"
_WHERE = "write `q = filter q by 'Field' == \"value\";`"
_JOINED = (
    "`q = augment a by 'Key', b by 'Key' generate b.'Name';` adds fields of b to the rows of a; "
    "`c = cogroup a by 'Key' left, b by 'Key';` puts groups side by side"
)

STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "delete": _READ_ONLY,
        "distinct": _DISTINCT,
        "from": _START,
        "generate": "write `q = foreach q generate ..;`",
        "having": _HAVING,
        "insert": _READ_ONLY,
        "left": _JOINED,
        "project": "write `q = foreach q generate ..;`",
        "rank": "rank() stands in a foreach over groups: `rank() over ([..] partition by all order by ..)`",
        "select": _START,
        "sort": "write `q = order q by 'Field' desc;`",
        "summarize": "write `q = group q by 'Field';`, then `q = foreach q generate ..;`",
        "top": _TOP,
        "update": _READ_ONLY,
        "where": _WHERE,
        "with": _START,
    }
)
"""Words that start statements elsewhere."""

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "distinct": _DISTINCT,
        "elseif": "a case goes on with `when .. then ..`",
        "having": _HAVING,
        "inner": _JOINED,
        "join": _JOINED,
        "left": _JOINED,
        "on": "keys stand after `by`",
        "outer": "write `left`, `right` or `full` alone",
        "right": _JOINED,
        "top": _TOP,
        "where": "predicates stand after `by`: `q = filter q by ..;`",
    }
)
"""Words that stand inside of statements elsewhere."""

_COALESCE = "coalesce('Field', 0) gives the first value that is not null"
_CASE = '`case when \'Amount\' > 5 then "big" else "small" end` chooses'
_TO_TEXT = "number_to_string('Amount', \"#,##0\") makes a text of a number"
_TO_NUMBER = "string_to_number('Field') makes a number of a text"
_TO_DATE = "toDate('Field', \"yyyy-MM-dd\") makes a date of a text"
_UNIQUE = "unique('Field') counts the different values"

FUNCTIONS: Mapping[str, str] = MappingProxyType(
    {
        "cast": f"{_TO_NUMBER}; {_TO_TEXT}",
        "ceiling": "write `ceil`",
        "charindex": "write `index_of('Field', \"text\")`",
        "concat": "`+` puts texts together: `'First' + \" \" + 'Last'`",
        "contains": "write `'Field' matches \"text\"`",
        "convert": f"{_TO_NUMBER}; {_TO_TEXT}",
        "count_distinct": _UNIQUE,
        "countd": _UNIQUE,
        "curdate": "write `now()`",
        "current_date": "write `now()`",
        "datediff": 'write `daysBetween(first, second)`, or `date_diff("month", first, second)`',
        "getdate": "write `now()`",
        "if": _CASE,
        "ifnull": _COALESCE,
        "iif": _CASE,
        "instr": "write `index_of('Field', \"text\")`",
        "int": f"trunc() drops decimals; {_TO_NUMBER}",
        "isnull": f"write `'Field' is null`; {_COALESCE}",
        "lcase": "write `lower`",
        "left": "write `substr('Field', 1, 3)`",
        "length": "write `len`",
        "ln": "write `log(2.718281828, 'Amount')`",
        "log10": "write `log(10, 'Amount')`",
        "mean": "write `avg`",
        "mod": "write `'Amount' % 3`",
        "moving_average": "write `avg(sum('Amount')) over ([-2 .. 0] partition by all order by ..)`",
        "nullif": "write `case when 'Amount' == 0 then null else 'Amount' end`",
        "nvl": _COALESCE,
        "position": "write `index_of('Field', \"text\")`",
        "pow": "write `power`",
        "right": "write `substr('Field', -3)`",
        "str": _TO_TEXT,
        "strlen": "write `len`",
        "substring": "write `substr`",
        "sysdate": "write `now()`",
        "text": _TO_TEXT,
        "to_char": f"date_to_string() makes a text of a date; {_TO_TEXT}",
        "to_date": _TO_DATE,
        "to_number": _TO_NUMBER,
        "today": 'write `now()`; a filter takes `in ["current day" .. "current day"]`',
        "ucase": "write `upper`",
        "value": _TO_NUMBER,
        "variance": "write `var`",
    }
)
"""Functions elsewhere."""
