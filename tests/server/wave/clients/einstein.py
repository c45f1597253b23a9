"""What SalesforceEinsteinAnalytics asks of the server; the last line that it writes is JSON."""

import json
import sys
import time

import pandas
import requests
from SalesforceEinsteinAnalytics import salesforceEinsteinAnalytics

HOST = "https://sales.my.salesforce.com"
DATA = f"{HOST}/services/data/v54.0"
LOGIN = {"grant_type": "password", "username": "ada@example.com", "password": "correct horse battery"}
BY_CATEGORY = (
    'q = load "orders"; q = group q by Category; '
    "q = foreach q generate Category as Category, sum(Sales) as Sales; q = order q by Sales desc;"
)
PRICES = (
    'q = load "price_list"; '
    "q = foreach q generate Product_Name as Name, Price as Price, Made_Hour as Hour; q = order q by Name asc;"
)
LAST = "SELECT Status, StatusMessage FROM InsightsExternalData ORDER BY CreatedDate DESC LIMIT 1"

token = requests.post(f"{HOST}/services/oauth2/token", data=LOGIN).json()["access_token"]
client = salesforceEinsteinAnalytics(env_url=HOST, browser="chrome", rawcookie=token)
found: dict[str, object] = {"rows": client.run_saql_query(BY_CATEGORY).to_dict("records")}

made = pandas.to_datetime(["2026-03-01 10:00", "2026-03-02 11:30"])
frame = pandas.DataFrame({"Product Name": ["Bolt", "Nut"], "Price": [1.5, 2.25], "Made": made})
client.load_df_to_EA(frame, "price list")
state = {"Status": "Queued"}
while state["Status"] in ("Queued", "InProgress"):
    time.sleep(0.05)
    state = requests.get(f"{DATA}/query", headers=client.header, params={"q": LAST}).json()["records"][0]
found["upload"] = [state["Status"], state["StatusMessage"]]
found["prices"] = client.run_saql_query(PRICES).to_dict("records")

assets = client.getMetaData([""], ["dashboards", "datasets"])
found["labels"] = sorted(assets.label)
(dashboard,) = assets[assets.type == "dashboard"].id
client.addArchivePrefix([dashboard])
found["prefixed"] = requests.get(f"{DATA}/wave/dashboards/{dashboard}", headers=client.header).json()["label"]
found["history"] = len(client.restore_previous_dashboard_version(dashboard))
client.restore_previous_dashboard_version(dashboard, version_num=1)
found["usage"] = client.get_dashboard_dataset_usage([""]).Dataset_APIName.tolist()

app = requests.post(f"{DATA}/wave/folders", headers=client.header, json={"label": "Archive"}).json()["id"]
client.archiveAssets(app, [dashboard])
found["moved"] = client.getMetaData([app], ["dashboards"]).label.tolist()
users = client.get_app_user_list([app])
found["users"] = users[["UserName", "AccessType"]].values.tolist()
client.update_app_access(
    [{"sharedWithId": users.UserId[1], "accessType": "edit", "shareType": "user"}], app, "updateUsers"
)
found["changed"] = client.get_app_user_list([app])[["UserName", "AccessType"]].values.tolist()
sys.stdout.write(json.dumps(found) + "\n")
