"""Works out what changed when: matches elements over frames and lanes, diffs states, names events."""
