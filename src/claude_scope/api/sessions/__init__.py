"""What routes do with a session.

uploads.py             from the body of an upload to a queued session
quotas.py              refuses uploads to an account that is full
processing_status.py   how far a session is, stage by stage
stored_session.py      frames, inspection and timeline of a stored session
frame_detail.py        one frame in depth: elements, changes, tree
remove_frame.py        leaves a frame out of a session, or takes it in again
handed_over.py        the files of a session in a folder, for an agent on this machine
prompt_options.py      which options a prompt has
prompts.py             writes the prompt from a stored analysis
bundle.py              a session as files in a zip
bundle_process.py      the confined process that writes the bundle
deletion.py            deletes a session: work, rows, files
"""
