"""Rules that recognise one kind of element each.

In the order of the data:

    sign_buttons.py           plus, minus and close buttons, steppers
    checkboxes.py             checkboxes, radio buttons, switches
    panels.py                 buttons, fields, selects, dialogs
    fields/                   text fields and their states
    text.py                   all lines that no other rule classified
    headings.py               headings
    navigation.py             links by their position in a header or sidebar
    links.py                  links, as whole lines and within lines
"""
