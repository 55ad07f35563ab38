"""The flows: each module opens its page from the start page, acts in it, and is named after its topic."""

FLOWS = (
    *("vue", "react", "svelte", "shadow", "canvas", "table", "editor", "dates", "sorting", "dialogs", "frames"),
    *("tracker", "project"),
)
"""In recording order."""
