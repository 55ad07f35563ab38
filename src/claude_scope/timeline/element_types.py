"""Groups of element types that several files of the timeline use."""

TEXT_TYPES = frozenset({"text", "heading"})
LINE_TYPES = TEXT_TYPES | {"link"}
"""Types that OCR reads as one line."""
FIELD_TYPES = frozenset({"input", "select"})
TOGGLE_TYPES = frozenset({"checkbox", "radio"})
FORM_TYPES = FIELD_TYPES | TOGGLE_TYPES
LABELLED_TYPES = frozenset({"button", "link", "tab"})
"""Types whose name is written inside them."""
