"""Rules for links, tabs, menus and navigation bars.

In the order of the data:

    links.py          links, by colour and underline
    navigation.py     links of headers and sidebars
    tabs.py           tabs, by the edge below the selected one
    menus.py          open menus and what opened them
    current_page.py   the current entry of a navigation
"""
