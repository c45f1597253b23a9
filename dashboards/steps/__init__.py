"""What the types of steps do: each makes of a step a query, or rows that are there already."""
