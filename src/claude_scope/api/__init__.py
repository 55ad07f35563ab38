"""The REST API: the contract of docs/service, over the store and the jobs."""
