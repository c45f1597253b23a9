"""Reading from Salesforce: `kind.KIND` is what the entry point names."""
