"""The REST API of the service (docs/service): FastAPI routes over the store and the jobs.

app.py             builds the FastAPI app: middleware, error handlers, routes
service.py         what every route works with: database, files, job runner, settings
http/              what applies to every request: client address, limits, errors, headers
auth/              who makes the request: accounts, tokens, identity providers
routes/            one file per group of paths
schemas/           what requests and answers look like (Pydantic)
sessions/          what routes do with a session: upload, read, delete, bundle
try_model_key.py   lists the models that a key gives access to
try_model.py       asks a model one small question
"""
