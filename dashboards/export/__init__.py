"""Files of dashboards, made without a browser: one module a format; `formats.py` lists them."""
