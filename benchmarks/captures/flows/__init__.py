"""The flows: each module opens its page from the start page, acts in it, and is named after what it is about."""
