"""All SQL: functions of a transaction that return plain values."""
