"""Finds what changed between samples, and which changes the page did not make: animation, clocks, carets.

tiles.py                the grid of 16-pixel tiles
similarity.py           SSIM of each tile
blobs.py                groups changed tiles into patches
residue.py              removes the pointer and carets from a difference
activity.py             compares each sample with the last content of every tile
verdict.py              whether a sample changed anything but the pointer and carets
animation.py            tiles that change all the time: spinners, videos, carousels
periodic_changes.py     tiles that change at regular times: clocks, countdowns
page_changes.py         decides which changes the page made, given all of the above
rest.py                 whether the screen as a whole ever rested
change_times.py         when each tile changed since the last keyframe
sharpness.py            tiles that a codec only sharpened
difference.py           tiles in which two pictures differ
transient_overlays.py   finds toasts, banners and tooltips that disappear by themselves
"""
