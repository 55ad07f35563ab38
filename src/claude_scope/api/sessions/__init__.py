"""Work on a session, for the routes.

uploads.py             from the body of an upload to a queued session
resumable_uploads.py   uploads that arrive in chunks
quotas.py              refuses uploads above an account's quota
processing_status.py   the progress of a session, stage by stage
stored_session.py      frames, inspection and timeline of a stored session
frame_detail.py        one frame in depth: elements, changes, tree
remove_frame.py        removes a frame from a session, or restores it
handed_over.py        the files of a session in a folder, for an agent on this machine
prompt_options.py      the options of a prompt
prompts.py             writes the prompt from a stored analysis
bundle.py              a session as files in a zip
bundle_process.py      the confined process that writes the bundle
deletion.py            deletes a session: work, rows, files
"""
