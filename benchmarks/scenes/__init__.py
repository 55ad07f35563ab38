"""Pages that nothing was tuned on, and for each the script of a person who uses it: `SIZE` and `use(hand)`."""
