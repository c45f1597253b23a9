"""Models of series: numbers one period apart in, what comes next out. They know no plan and no frame."""
