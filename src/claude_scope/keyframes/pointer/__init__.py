"""Finds the mouse pointer in the pixels.

pointer_sprite.py      the picture of a pointer: learned from one move, found in other frames
pointer_detection.py   learns sprites from moves and removes the pixels they explain
bare_place.py          finds how the place under the pointer looks in another frame of the same state
pointer_track.py       finds where and how long the pointer rested, by the changes where it leaves and arrives
"""
