"""Works on one session: runs the pipeline in durable steps and stores the result.

session_work.py     analyses a session from its stored video
steps.py            the protocol between the work and the engine
encrypted_steps.py  encrypts the results that the engine stores
serialization.py    results and errors as JSON
step_results.py     stores the result of a step, and its pictures as files
upload_texts.py     masks the texts of an upload, and keeps the originals encrypted as long as the video
kept_answers.py     keeps the answers of a model encrypted as long as the video
status.py           the progress that the API shows
previews.py         shows keyframes while others are still being found
persist.py          the rows and files of a finished session
stored_analysis.py  loads the analysis of a stored session
stored_prompt.py    renders the prompt of a stored session
"""
