"""Chooses the keyframes of a recording: decodes it, finds settled screen states, writes each as a PNG.

select.py           the entry point: runs the steps below and returns the selection
decode.py           reads frames from the file, however damaged it is
decode_thread.py    decodes ahead in a thread
frame.py            a decoded frame as luma and RGB arrays
pointer/            finds the mouse pointer, so that its moves do not count as changes
changes/            finds which tiles changed, and whether the page, an animation or a clock changed them
pending_frames.py   keeps frames in memory until their state is decided
settled_states.py   finds the settled states in the stream of samples
found_state.py      the values passed from finding states to storing them
retracted.py        retracts keyframes that turn out to be a clock tick or a pause in typing
masked_frames.py    finds the places of a frame to cover, because its capture masks them
frame_store.py      stores pictures whose states may still be dropped: PNGs, or luma planes in memory
keyframe_files.py   the album: at most `max_frames` keyframes and their pictures
at_times.py         writes the pictures at given times
keyframes_json.py   keyframes as JSON
"""
