"""Records a tab that the user has open in their own browser, and touches nothing else there.

In the order of the data:

    address.py         finds the address at which a browser accepts debugging
    connect.py         connects to the browser, which asks the user; explains each refusal
    open_tabs.py       lists the open tabs, and finds one by its title or address
    attachment.py      attaches to the chosen tab and to the windows that it opens, and leaves them as they were
    loaded_assets.py   stores the style sheets and fonts that were loaded before the recording
"""
