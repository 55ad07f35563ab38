"""Values as JSON: equal elements and nodes once."""
