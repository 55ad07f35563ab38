"""Sessions as durable jobs: a queue, workers, and what survives when any of them dies."""
