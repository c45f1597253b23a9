"""What simple-salesforce asks of the server; the last line that it writes is JSON."""

import json
import sys
import time

from simple_salesforce import Salesforce

connection = Salesforce(username="ada@example.com", password="correct horse battery", security_token="")
header = {"Format": "Csv", "EdgemartAlias": "ours", "Operation": "Overwrite"}
upload = connection.InsightsExternalData.create(header)["id"]
part = {"InsightsExternalDataId": upload, "PartNumber": 1, "DataFile": "YSxiCjEsMgo="}
connection.InsightsExternalDataPart.create(part)
connection.InsightsExternalData.update(upload, {"Action": "Process"})
state = "Queued"
while state in ("Queued", "InProgress"):
    time.sleep(0.02)
    state = connection.query(f"SELECT Id, Status FROM InsightsExternalData WHERE Id = '{upload}'")["records"][0][
        "Status"
    ]
again = Salesforce(instance=connection.sf_instance, session_id=connection.session_id)
name = again.query("SELECT Id, Name FROM User LIMIT 1")["records"][0]["Name"]
names = sorted(each["name"] for each in connection.restful("wave/datasets")["datasets"])
sys.stdout.write(json.dumps([connection.sf_instance, state, name, names]) + "\n")
