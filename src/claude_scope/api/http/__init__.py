"""HTTP code that the routes share: addresses, limits, errors, headers.

client_address.py        finds the client's address behind proxies, and checks the Host header
request_log.py           request id, log line and metrics of each request
cors.py                  CORS: the browser extension and other origins that may call the API
headers.py               headers of every response, and the 500 response to an unexpected error
request_windows.py       counts requests in windows of one minute
rate_limits.py           rate limits per account, IP address, network and e-mail address
concurrency_limits.py    limits concurrent requests per account
strict_json.py           refuses JSON bodies with a duplicate key
path_ids.py              types of the ids in paths
errors.py                turns every error into a JSON response
paging.py                Link headers of paginated lists
content_digest.py        checks a body against its Content-Digest
byte_ranges.py           Range, If-Range and ETag of stored files
signed_urls.py           signed, expiring URLs of pictures
openapi.py               the OpenAPI description
"""
