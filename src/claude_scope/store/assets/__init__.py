"""Stores files in a folder or in S3, each with a row in the database.

files.py        files together with their rows, consistent after any crash
assets.py       the protocol of an asset store, and atomic writes
open_assets.py  opens the asset store that the settings name
local.py        an asset store in a folder
s3.py           an asset store in an S3 bucket
"""
