"""Pine & Paper: a small stationery shop, served with the standard library alone."""
