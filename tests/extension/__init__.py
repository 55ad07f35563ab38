"""The browser extension in a real browser."""
