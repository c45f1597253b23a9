"""What crma-api-client asks of the server; the last line that it writes is JSON."""

import asyncio
import json
import sys

from crma_api_client.client import ConnectionInfo, CRMAAPIClient

GROUPED = (
    "q = {}; q = group q by Category; "
    "q = foreach q generate Category as 'Jon\\'s Category', sum(Sales) as 'a.b'; q = order q by 'a.b' desc;"
)
UNION = (
    "a = {0}; a = foreach a generate Sales as Sales; b = {0}; b = foreach b generate Sales as Sales; r = union a, b;"
)


async def main() -> None:
    connection = await ConnectionInfo.generate("id", "secret", "ada@example.com", "correct horse battery")
    client = CRMAAPIClient(connection)
    (listed,) = (await client.list_dataset_versions("orders")).versions
    version = await client.get_dataset_version(listed.dataset.id, listed.id)
    deals = (await client.list_dataset_versions("deals")).versions[0]
    dates = (await client.get_dataset_version("deals", deals.id)).xmd_main.dates
    load = f'load "{listed.dataset.id}/{listed.id}"'
    grouped = await client.query(GROUPED.format(load), timezone="Europe/Vienna")
    union = await client.query(UNION.format(load))
    found = {
        "instance": connection.instance_url,
        "rows": version.total_row_count,
        "fields": [each.field for each in [*version.xmd_main.dimensions, *version.xmd_main.measures]],
        "dates": [[each.alias, each.type.value, each.fields.fiscal_year] for each in dates],
        "records": grouped.results.records,
        "columns": [[each.name, each.type] for each in grouped.fields],
        "union": [len(union.results.records), [each.name for each in union.fields]],
    }
    sys.stdout.write(json.dumps(found) + "\n")


asyncio.run(main())
