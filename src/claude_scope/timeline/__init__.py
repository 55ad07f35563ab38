"""Works out what changed when.

hover_states.py      leaves out states that differ only by a hover effect
uncovered_texts.py   reads texts under the pointer from a neighbouring picture
build.py             the entry point: one moment per keyframe, from both lanes
text_compare.py      compares texts and tolerates OCR errors
aria/                matches the screen with the accessibility tree of the page
element_ids.py       gives an element the same id in all states
element_tree.py      nests the elements of a keyframe
claims/              the claims about a recording without a capture
captured/            the timeline of a recording with a capture: only facts
told/                the claims of a model that the local reading does not contradict
remove_frames.py     removes states from a finished analysis
"""
