"""The Playwright lane: loads a page in a headless browser and takes its ARIA snapshot."""
