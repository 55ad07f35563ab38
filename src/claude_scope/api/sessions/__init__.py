"""Operations on sessions, for the routes.

uploads.py             turns the body of an upload into a queued session
resumable_uploads.py   uploads that arrive in chunks
quotas.py              refuses uploads above an account's quota
processing_status.py   the progress of a session, as JSON data
stored_session.py      frames, inspection and timeline of a session, as JSON data
frame_detail.py        the details of one frame: elements, changes, tree
remove_frame.py        removes a frame from a session, or restores it
handed_over.py         writes the files of a session to a folder, for an agent on this machine
prompt_options.py      the options of a prompt
prompts.py             writes the prompt from a stored analysis
bundle.py              packs the files of a session into a zip
bundle_process.py      the confined process that writes the bundle
deletion.py            deletes a session: work, rows, files
"""
