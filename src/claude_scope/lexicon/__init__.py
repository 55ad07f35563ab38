"""Words of many languages that several stations look for: data, and the patterns made from them."""
