"""The vision lane: reads a picture of a screen into lines of text and UI elements."""
