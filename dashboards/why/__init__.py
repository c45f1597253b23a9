"""Why a number is what it is: the query as it was asked with where each part came from, and the records behind it."""
