"""Rules that recognise one kind of element each.

In the order of the data:

    icon_buttons.py           steppers, icon buttons
    checkboxes.py             checkboxes, radio buttons, switches
    panels.py                 buttons, fields, selects, alerts, dialogs
    toasts.py                 toasts and other floating messages
    fields/                   text fields and their states
    images.py                 images
    text.py                   all lines that no other rule took
    headings.py               headings
    navigation/               links, tabs, menus, navigation bars
    flat_buttons.py           buttons without a border or fill
"""
