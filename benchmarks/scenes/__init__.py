"""Pages on which nothing was tuned, each with the script of a user: `SIZE` and `use(hand)`."""
