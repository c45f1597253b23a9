"""Upload schemas that are read and written say what they said."""

import json
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from connectors.files import read_upload_schema

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
unknown = st.dictionaries(st.text(max_size=6).map(lambda key: f"x-{key}"), json_values, max_size=3)
fields = st.lists(
    st.builds(
        lambda name, more, known: {**more, **known, "name": name},
        st.text(min_size=1, max_size=6),
        unknown,
        st.sampled_from(
            [
                {"type": "Text", "label": None},
                {"type": "Text", "isMultiValue": True, "multiValueSeparator": "|"},
                {"type": "Numeric", "format": "0.00", "defaultValue": "0", "precision": 18},
                {"type": "Date", "format": "yyyy-MM-dd", "fiscalMonthOffset": 2},
            ]
        ),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda field: field["name"],
)


def written(value: Any) -> Any:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "schema.json"
        file.write_text(json.dumps(value), "utf-8")
        return json.loads(read_upload_schema(file).to_text())


@given(fields, unknown, unknown)
def test_whatever_is_read_is_written_the_same(described: Any, more: Any, form: Any) -> None:
    value = {**more, "fileFormat": form, "objects": [{"name": "deals", "fields": described, **more}]}
    assert written(value) == value


def test_the_sample_is_written_as_it_was_read(samples: Path) -> None:
    file = samples / "widget_sales" / "external_files" / "ABCWidgetSales2017.json"
    assert json.loads(read_upload_schema(file).to_text()) == json.loads(file.read_text("utf-8"))
