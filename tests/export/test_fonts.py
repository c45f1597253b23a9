"""Widths of characters are those that typesetting gives them."""

import typst

from dashboards.export import fonts


def test_widths_are_the_fonts_own() -> None:
    text = "Hamburgefonstiv 0123456789 $€%…–ÄÖÜßéñ"  # noqa: RUF001
    source = (
        '#set text(font: "Inter", size: 100pt, kerning: false, ligatures: false)\n'
        f'#context [#metadata(measure("{text}").width.pt()) <wide>]'
    )
    measured = float(
        typst.query(
            source.encode(),
            "<wide>",
            field="value",
            one=True,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts.FOLDER)]),
        )
    )
    own = sum(fonts.advances()["regular"][each] for each in text) / 10

    assert abs(own - measured) < 0.002 * measured
