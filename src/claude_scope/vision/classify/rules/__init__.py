"""Rules that recognise one kind of element each.

In the order of the data:

    icon_buttons.py           steppers, icon buttons, single icons
    disclosures.py            rows that expand and collapse
    checkboxes.py             checkboxes, radio buttons, switches
    panels.py                 buttons, fields, selects, alerts, dialogs
    toasts.py                 toasts and other floating messages
    fields/                   text fields and their states
    sliders_and_progress.py   sliders and progress bars
    images.py                 images
    text.py                   all lines that no other rule took
    headings.py               headings
    navigation/               links, tabs, menus, navigation bars
    flat_buttons.py           buttons without a border or fill
    button_groups.py          tab tracks, page numbers, button groups
"""
