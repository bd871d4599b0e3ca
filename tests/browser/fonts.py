"""Fonts of the tests' own, so that a machine's fonts never decide whether a test passes.

Boards lay themselves out by the width of their words, and that differs by a third between the fonts
that people have. So the browser sees no font but these: the DejaVu Sans that matplotlib brings, as
wide as it is and condensed to the widths of other common fonts. A page starts with the first; a
test changes to another one while the page is open, see `LabPage.set_font`.

Chromium asks fontconfig on Linux only; on other systems it shows the fonts of the machine.
"""

import pathlib

# How wide each family is beside DejaVu Sans. A line of English takes 0.51 em there; in Segoe UI,
# Roboto, San Francisco, Noto Sans and Liberation Sans (Arial) it takes 0.43 to 0.47.
WIDTHS = {"cnnkit Wide": 1.0, "cnnkit Narrow": 0.84, "cnnkit Narrowest": 0.78}
FIRST = "cnnkit Wide"

# Latin, Greek, punctuation, arrows, operators, boxes and marks: all that cnnkit and a page write.
RANGES = ((0x20, 0x24F), (0x370, 0x3FF), (0x2000, 0x22FF), (0x2500, 0x27BF))

CONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}</dir>
  <cachedir>{folder}/cache</cachedir>
  <match target="pattern">
    <test name="family" qual="any"><string>monospace</string></test>
    <edit name="family" mode="append_last"><string>DejaVu Sans Mono</string></edit>
  </match>
  <match target="pattern">
    <edit name="family" mode="append_last"><string>{first}</string></edit>
  </match>
</fontconfig>
"""


def write_fonts(folder):
    """Write the fonts and a fontconfig file into the folder; return the path of the file."""
    import matplotlib

    folder = pathlib.Path(folder).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    source = pathlib.Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for style in ("", "-Bold"):
        for family, width in WIDTHS.items():
            path = folder / f"{family.replace(' ', '')}{style}.ttf"
            _condense(source / f"DejaVuSans{style}.ttf", family, width).save(path)
        mono = f"DejaVuSansMono{style}.ttf"
        (folder / mono).write_bytes((source / mono).read_bytes())
    config = folder / "fonts.conf"
    config.write_text(CONFIG.format(folder=folder, first=FIRST), encoding="utf-8")
    return config


def _condense(path, family, width):
    """The font of a file as another family, every glyph and advance so many times as wide."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    font = TTFont(path)
    for table in ("kern", "GPOS", "GSUB", "GDEF", "MATH", "FFTM"):
        if table in font:
            del font[table]
    options = subset.Options(hinting=False, layout_features=[], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for low, high in RANGES for code in range(low, high + 1)])
    subsetter.subset(font)
    glyphs = font["glyf"]
    for name in font.getGlyphOrder():
        glyph = glyphs[name]
        if glyph.isComposite():
            for part in glyph.components:
                part.x = round(part.x * width)
        elif glyph.numberOfContours > 0:
            glyph.coordinates.scale((width, 1))
            glyph.coordinates.toInt()
        advance, left = font["hmtx"][name]
        font["hmtx"][name] = (round(advance * width), round(left * width))
    for name in font.getGlyphOrder():
        glyphs[name].recalcBounds(glyphs)
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = family
        elif record.nameID in (4, 6):
            record.string = family.replace(" ", "") + ("-Bold" if "Bold" in path.name else "")
    return font
