"""Finds the mouse pointer in the pixels.

pointer_sprite.py      the picture of a pointer: learned from one move, found in other frames
pointer_detection.py   learns sprites from moves and removes the pixels they explain
bare_place.py          how the place under the pointer looks in another frame of the same state
pointer_track.py       where the pointer rested, and how long, by what changes where it leaves and comes to
"""
