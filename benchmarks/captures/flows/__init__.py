"""The flows: each module opens its page from the start page, acts in it, and is named after what it is about."""

FLOWS = (
    *("vue", "react", "svelte", "shadow", "canvas", "table", "editor", "dates", "sorting", "dialogs", "frames"),
    *("tracker", "project"),
)
"""In the order in which they are recorded."""
