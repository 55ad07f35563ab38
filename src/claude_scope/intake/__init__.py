"""Takes a recording in: finds out what the file really is."""
