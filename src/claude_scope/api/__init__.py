"""The REST API of the service (docs/service): FastAPI routes on top of the store and the jobs.

app.py             builds the FastAPI app: middleware, error handlers, routes
service.py         the `Service` object that routes use: settings, database, files, job runner
http/              shared by all routes: client address, limits, errors, headers
auth/              authentication: accounts, access tokens, identity providers
routes/            one file per group of paths
schemas/           Pydantic models of request and response bodies
sessions/          operations on a session: upload, read, delete, bundle
try_model_key.py   lists the models that an API key can use
try_model.py       sends a model one small test question
"""
