"""What goes over the wire: names in camelCase, unknown fields refused."""
