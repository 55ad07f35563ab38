"""One self-contained page for a person: everything an analysis found, in a file that opens offline."""
