"""Find the shapes of a picture without knowing what they mean.

In the order of the data:

    colours.py                chroma, hue, luminance, contrast ratio
    foreground.py             background colour and ink of a piece of a picture
    connected_components.py   connected components of a mask
    patterns.py               patterns of dots, lines or squares, whose shapes are ignored
    surface.py                the value: a rectangle of one flat colour
    surfaces.py               find these rectangles
    carets.py                 text carets in fields
    checkbox_shapes.py        small squares and circles
    switches.py               toggle switches
    icon_glyphs.py            plus, minus, cross and other icons
    small_shapes.py           boxed icons, steppers
"""
