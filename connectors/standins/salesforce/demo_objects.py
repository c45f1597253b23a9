"""The objects of the demo organisation: Salesforce's own names for objects and fields, and a few custom fields."""

from __future__ import annotations

from connectors.standins.salesforce.describes import Describe, field_described, object_described, system_fields

INDUSTRIES = (
    "Agriculture",
    "Construction",
    "Education",
    "Energy",
    "Healthcare",
    "Manufacturing",
    "Retail",
    "Technology",
)
SOURCES = ("Web", "Partner", "Outbound", "Trade Show", "Webinar", "Customer Referral")
STAGES = (
    ("Prospecting", 10, "Pipeline"),
    ("Qualification", 25, "Pipeline"),
    ("Proposal", 50, "Best Case"),
    ("Negotiation", 75, "Commit"),
    ("Closed Won", 100, "Closed"),
    ("Closed Lost", 0, "Omitted"),
)
FORECASTS = {"Best Case": "BestCase", "Commit": "Forecast"}
"""What ForecastCategory has for those names of categories that differ."""
SEGMENTS = ("Enterprise", "Mid-Market", "Small Business")
SYSTEMS = ("Billing", "Data Warehouse", "ERP", "Help Desk", "Marketing Automation")
LEAD_STATUSES = ("Open - Not Contacted", "Working - Contacted", "Closed - Not Converted", "Closed - Converted")
CASE_STATUSES = ("New", "Working", "Escalated", "Closed")
CASE_ORIGINS = ("Email", "Phone", "Web")
CASE_REASONS = ("Billing", "Delivery", "Defect", "Question")
PRIORITIES = ("High", "Medium", "Low")
TASK_STATUSES = ("Not Started", "In Progress", "Completed")
CAMPAIGN_TYPES = ("Webinar", "Trade Show", "Email", "Advertisement")

_FIELD = field_described


def demo_objects() -> list[Describe]:
    """Return the describes of the demo's objects."""
    return [
        _role(),
        _user(),
        _record_type(),
        _group(),
        _campaign(),
        _account(),
        _contact(),
        _lead(),
        _opportunity(),
        _opportunity_history(),
        _case(),
        _task(),
        _event(),
        _campaign_member(),
        _quota(),
    ]


def _name(label: str | None = None) -> Describe:
    return _FIELD("Name", label=label, nameField=True)


def _owner(*others: str) -> Describe:
    return _FIELD("OwnerId", "reference", "Owner ID", references=[*others, "User"])


def _reference(name: str, *objects: str) -> Describe:
    return _FIELD(name, "reference", references=objects)


def _choice(name: str, values: tuple[str, ...], label: str | None = None) -> Describe:
    return _FIELD(name, "picklist", label, values=values)


def _person() -> list[Describe]:
    return [
        _FIELD("LastName", compound="Name"),
        _FIELD("FirstName", compound="Name"),
        _FIELD("Name", label="Full Name", nameField=True, createable=False, updateable=False),
    ]


def _address(kind: str) -> list[Describe]:
    parts = [_FIELD(f"{kind}{part}", compound=f"{kind}Address") for part in ("Street", "City", "PostalCode", "Country")]
    places = [
        _FIELD(f"{kind}{part}", "double", compound=f"{kind}Address", precision=18, scale=15)
        for part in ("Latitude", "Longitude")
    ]
    return [*parts, *places, _FIELD(f"{kind}Address", "address")]


def _unbinned(describe: Describe) -> Describe:
    """Return an object whose records never lie in the recycle bin."""
    return {**describe, "fields": [each for each in describe["fields"] if each["name"] != "IsDeleted"]}


def _role() -> Describe:
    fields = [_name(), _reference("ParentRoleId", "UserRole"), _FIELD("RollupDescription")]
    stamps = [each for each in system_fields() if each["name"] in ("LastModifiedDate", "SystemModstamp")]
    return object_described("UserRole", "Role", [*fields, *stamps], prefix="00E", system=False)


def _user() -> Describe:
    fields = [
        _FIELD("Username"),
        *_person(),
        _FIELD("Email", "email"),
        _FIELD("Title"),
        _FIELD("Department"),
        _reference("UserRoleId", "UserRole"),
        _reference("ManagerId", "User"),
        _FIELD("IsActive", "boolean", "Active"),
        _FIELD("TimeZoneSidKey", "picklist", "Time Zone"),
    ]
    return _unbinned(object_described("User", "User", fields, prefix="005"))


def _record_type() -> Describe:
    fields = [_name(), _FIELD("DeveloperName"), _FIELD("SobjectType", "picklist"), _FIELD("IsActive", "boolean")]
    return _unbinned(object_described("RecordType", "Record Type", fields, prefix="012"))


def _campaign() -> Describe:
    fields = [
        _name(),
        _choice("Type", CAMPAIGN_TYPES),
        _choice("Status", ("Planned", "In Progress", "Completed")),
        _FIELD("StartDate", "date"),
        _FIELD("EndDate", "date"),
        _FIELD("BudgetedCost", "currency"),
        _FIELD("ActualCost", "currency"),
        _FIELD("IsActive", "boolean", "Active"),
        _FIELD("NumberOfLeads", "int", "Leads in Campaign", calculated=True),
        _owner(),
    ]
    return object_described("Campaign", "Campaign", fields, prefix="701")


def _group() -> Describe:
    fields = [_name(), _choice("Type", ("Queue", "Regular"))]
    return _unbinned(object_described("Group", "Group", fields, prefix="00G"))


def _campaign_member() -> Describe:
    fields = [
        _reference("CampaignId", "Campaign"),
        _reference("LeadId", "Lead"),
        _reference("ContactId", "Contact"),
        _choice("Status", ("Sent", "Responded")),
        _FIELD("HasResponded", "boolean", "Responded"),
        _FIELD("FirstRespondedDate", "date"),
    ]
    return object_described("CampaignMember", "Campaign Member", fields, prefix="00v")


def _quota() -> Describe:
    fields = [
        _reference("QuotaOwnerId", "User"),
        _FIELD("StartDate", "date"),
        _FIELD("QuotaAmount", "currency"),
        _FIELD("IsAmount", "boolean"),
        _FIELD("IsQuantity", "boolean"),
    ]
    return object_described("ForecastingQuota", "Forecasting Quota", fields, prefix="0J9")


def _account() -> Describe:
    fields = [
        _reference("MasterRecordId", "Account"),
        _name("Account Name"),
        _choice("Type", ("Customer", "Former Customer", "Prospect"), "Account Type"),
        _reference("RecordTypeId", "RecordType"),
        _reference("ParentId", "Account"),
        *_address("Billing"),
        _FIELD("Phone", "phone"),
        _FIELD("Website", "url"),
        _choice("Industry", INDUSTRIES),
        _FIELD("AnnualRevenue", "currency", scale=0),
        _FIELD("NumberOfEmployees", "int", "Employees"),
        _FIELD("Description", "textarea"),
        _owner(),
        _FIELD("LastActivityDate", "date"),
        _choice("Segment__c", SEGMENTS, "Segment"),
        _FIELD("Systems__c", "multipicklist", "Systems in Use", values=SYSTEMS),
        _FIELD("CustomerSince__c", "date", "Customer Since"),
        _FIELD("HealthScore__c", "double", "Health Score", calculated=True, scale=1),
        _FIELD("OpenPipeline__c", "currency", "Open Pipeline", calculated=True),
    ]
    return object_described("Account", "Account", fields, prefix="001")


def _contact() -> Describe:
    fields = [
        _reference("MasterRecordId", "Contact"),
        _reference("AccountId", "Account"),
        *_person(),
        *_address("Mailing"),
        _FIELD("Phone", "phone"),
        _FIELD("Email", "email"),
        _FIELD("Title"),
        _FIELD("Department"),
        _reference("ReportsToId", "Contact"),
        _choice("LeadSource", SOURCES),
        _FIELD("Birthdate", "date"),
        _FIELD("HasOptedOutOfEmail", "boolean", "Email Opt Out"),
        _owner(),
    ]
    return object_described("Contact", "Contact", fields, prefix="003")


def _lead() -> Describe:
    fields = [
        _reference("MasterRecordId", "Lead"),
        *_person(),
        _FIELD("Title"),
        _FIELD("Company"),
        _FIELD("Email", "email"),
        _FIELD("Country"),
        _choice("LeadSource", SOURCES),
        _choice("Status", LEAD_STATUSES),
        _choice("Industry", INDUSTRIES),
        _choice("Rating", ("Hot", "Warm", "Cold")),
        _FIELD("AnnualRevenue", "currency"),
        _owner("Group"),
        _FIELD("IsConverted", "boolean", "Converted"),
        _FIELD("ConvertedDate", "date"),
        _reference("ConvertedAccountId", "Account"),
        _reference("ConvertedContactId", "Contact"),
        _reference("ConvertedOpportunityId", "Opportunity"),
    ]
    return object_described("Lead", "Lead", fields, prefix="00Q")


def _opportunity() -> Describe:
    fields = [
        _reference("AccountId", "Account"),
        _reference("RecordTypeId", "RecordType"),
        _name("Name"),
        _FIELD("Description", "textarea"),
        _choice("StageName", tuple(name for name, _, _ in STAGES), "Stage"),
        _FIELD("Amount", "currency"),
        _FIELD("Probability", "percent", "Probability (%)", scale=0),
        _FIELD("ExpectedRevenue", "currency", calculated=True),
        _FIELD("CloseDate", "date"),
        _choice("Type", ("New Business", "Renewal", "Upsell"), "Opportunity Type"),
        _FIELD("NextStep"),
        _choice("LeadSource", SOURCES),
        _FIELD("IsClosed", "boolean", "Closed"),
        _FIELD("IsWon", "boolean", "Won"),
        _choice("ForecastCategory", ("Pipeline", "BestCase", "Forecast", "Closed", "Omitted")),
        _reference("CampaignId", "Campaign"),
        _owner(),
        _reference("ContactId", "Contact"),
        _FIELD("FiscalQuarter", "int", compound="Fiscal"),
        _FIELD("FiscalYear", "int", compound="Fiscal"),
        _FIELD("Fiscal", label="Fiscal Period"),
        _FIELD("DaysOpen__c", "double", "Days Open", calculated=True, scale=0),
    ]
    return object_described("Opportunity", "Opportunity", fields, prefix="006", plural="Opportunities")


def _opportunity_history() -> Describe:
    own = [each for each in system_fields() if not each["name"].startswith("LastModified")]
    fields = [
        _reference("OpportunityId", "Opportunity"),
        _choice("StageName", tuple(name for name, _, _ in STAGES), "Stage"),
        _FIELD("Amount", "currency"),
        _FIELD("ExpectedRevenue", "currency"),
        _FIELD("CloseDate", "date"),
        _FIELD("Probability", "percent", "Probability (%)", scale=0),
        _choice("ForecastCategory", ("Pipeline", "BestCase", "Forecast", "Closed", "Omitted")),
        *own,
    ]
    label = "Opportunity: Stage History"
    return object_described("OpportunityHistory", label, fields, prefix="008", plural=label, system=False)


def _case() -> Describe:
    fields = [
        _reference("MasterRecordId", "Case"),
        _FIELD("CaseNumber", nameField=True, autoNumber=True),
        _reference("ContactId", "Contact"),
        _reference("AccountId", "Account"),
        _choice("Type", ("Incident", "Request"), "Case Type"),
        _choice("Status", CASE_STATUSES),
        _choice("Reason", CASE_REASONS, "Case Reason"),
        _choice("Origin", CASE_ORIGINS, "Case Origin"),
        _FIELD("Subject"),
        _choice("Priority", PRIORITIES),
        _FIELD("Description", "textarea"),
        _FIELD("IsClosed", "boolean", "Closed"),
        _FIELD("ClosedDate", "datetime", "Date/Time Closed"),
        _FIELD("IsEscalated", "boolean", "Escalated"),
        _owner("Group"),
        _FIELD("CallbackTime__c", "time", "Callback Time"),
    ]
    return object_described("Case", "Case", fields, prefix="500")


def _task() -> Describe:
    fields = [
        _reference("WhoId", "Contact", "Lead"),
        _reference("WhatId", "Account", "Opportunity", "Case"),
        _FIELD("Subject", "combobox", nameField=True),
        _FIELD("ActivityDate", "date", "Due Date Only"),
        _choice("Status", TASK_STATUSES),
        _choice("Priority", PRIORITIES),
        _choice("Type", ("Call", "Email", "Other")),
        _FIELD("Description", "textarea", "Comments"),
        _FIELD("CallDurationInSeconds", "int", "Call Duration"),
        _FIELD("IsClosed", "boolean", "Closed"),
        _reference("AccountId", "Account"),
        _owner("Group"),
    ]
    return object_described("Task", "Task", fields, prefix="00T")


def _event() -> Describe:
    fields = [
        _reference("WhoId", "Contact", "Lead"),
        _reference("WhatId", "Account", "Opportunity", "Case"),
        _FIELD("Subject", "combobox", nameField=True),
        _FIELD("Location"),
        _FIELD("IsAllDayEvent", "boolean", "All-Day Event"),
        _FIELD("ActivityDate", "date", "Due Date Only"),
        _FIELD("StartDateTime", "datetime", "Start Date Time"),
        _FIELD("EndDateTime", "datetime", "End Date Time"),
        _FIELD("DurationInMinutes", "int", "Duration"),
        _reference("AccountId", "Account"),
        _owner(),
    ]
    return object_described("Event", "Event", fields, prefix="00U")
