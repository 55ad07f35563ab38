"""Works out what changed when: tracks elements through the keyframes, diffs states, names events.

build.py             the entry point: one moment a keyframe, from both lanes
element_types.py     groups of element types that several files use
pixel_distances.py   distances that several files use
text_compare.py      compares texts and tolerates OCR errors
captured/            the timeline of a recording with a capture: facts alone
aria/                matches the screen with the accessibility tree of the page
pixels/              tracks each element through the keyframes
diff/                what differs between two states
element_tree.py      nests the elements of a keyframe
events/              names what happened, and where it went wrong
findings/            bugs inferred from states: dead clicks, layout shifts, wrong sums
remove_frames.py     removes states from a finished analysis
"""
