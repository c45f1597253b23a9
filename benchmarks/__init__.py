"""What is measured of Swell, and how. Nothing of it is installed."""
