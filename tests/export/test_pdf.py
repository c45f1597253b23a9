"""PDF files, read again."""

import io
from collections.abc import Callable

import pypdf
import pytest

from .conftest import HOSTILE

Export = Callable[..., bytes]


@pytest.fixture
def document(export: Export) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(export("pdf")))


def test_pages_then_tables(document: pypdf.PdfReader) -> None:
    texts = [page.extract_text() for page in document.pages]

    assert "Deals & more · First" in texts[0]
    assert "1,366.5" in texts[0]
    assert "Deals & more · Second" in texts[1]
    assert len(texts) == 3


def test_tables_are_whole(document: pypdf.PdfReader) -> None:
    text = document.pages[2].extract_text()

    for each in (HOSTILE, "=1+1", "1,239.5", "Jan 2026", "May 9, 2026, 8:00 AM", "Total", "1,366.5"):
        assert each in text


def test_a_reader_of_screens_finds_headings_tables_and_words_for_charts(document: pypdf.PdfReader) -> None:
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    found = tags(root["/StructTreeRoot"])
    kinds = [kind for kind, _ in found]

    assert kinds.count("/H1") == 2
    assert kinds.count("/Table") == 6
    assert kinds.count("/TH") == 2 + 2 + 2 + 3 + 3 + (2 + 6)
    alternatives = [words for kind, words in found if kind == "/Figure"]
    assert "Stages/amounts. Bar chart of Sum of Amount by Stage, 4 rows." in " ".join(alternatives)
    assert "All: 1,366.5" in alternatives


def tags(node: object) -> list[tuple[str, str]]:
    """The kinds of a structure tree's elements, with the words that stand for them."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [each for one in node for each in tags(one)]
    if not isinstance(node, dict):
        return []
    own = [(str(node["/S"]), str(node.get("/Alt", "")))] if "/S" in node else []
    return own + (tags(node["/K"]) if "/K" in node else [])


def test_the_outline_leads_to_pages_and_tables(document: pypdf.PdfReader) -> None:
    titles = [each.title for each in document.outline if not isinstance(each, list)]

    assert titles == ["Deals & more · First", "Deals & more · Second"]
    assert document.metadata is not None
    assert document.metadata.title == "Deals & more"


def test_one_page(export: Export) -> None:
    document = pypdf.PdfReader(io.BytesIO(export("pdf", page="two")))

    assert "Deals & more · Second" in document.pages[0].extract_text()
    assert "First" not in "".join(page.extract_text() for page in document.pages)
