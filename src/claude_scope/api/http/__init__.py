"""Applies to every request and answer, whatever its route.

client_address.py        the client's address behind proxies, and the Host header
request_log.py           request id, log line and metrics of each request
cors.py                  other origins that may call the API: the browser extension
headers.py               headers that every answer carries, and the answer to an unexpected error
request_windows.py       counts of requests in windows of a minute
rate_limits.py           rate limits of an account, an address or a network
concurrency_limits.py    limits on concurrent requests of an account
strict_json.py           refuses JSON bodies with a duplicate key
path_ids.py              types of ids in paths
errors.py                turns every error into a JSON answer with a status
paging.py                Link headers for lists in pages
content_digest.py        Content-Digest of a body
byte_ranges.py           Range, If-Range and ETag of stored files
signed_urls.py           signed, expiring URLs of pictures
openapi.py               the OpenAPI description
"""
