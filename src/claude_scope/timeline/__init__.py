"""Works out what changed when.

hover_states.py      leaves out states in which only what lies under the pointer looks otherwise
uncovered_texts.py   reads a text that the pointer covers in another picture
build.py             the entry point: one moment a keyframe, from both lanes
text_compare.py      compares texts and tolerates OCR errors
aria/                matches the screen with the accessibility tree of the page
element_ids.py       gives an element the same id in all states
element_tree.py      nests the elements of a keyframe
claims/              what a recording without a capture is said to show
captured/            the timeline of a recording with a capture: facts alone
told/                what a model said of it, as far as the local reading does not contradict it
remove_frames.py     removes states from a finished analysis
"""
