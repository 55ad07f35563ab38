"""Values as JSON, with equal elements and nodes written once."""
