"""What is in a dataset and whether it is as it should be: profiles, rules, the gate before a version is published."""
