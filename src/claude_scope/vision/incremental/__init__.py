"""Re-read only the regions that changed since the previous picture.

In the order of the data:

    changed_regions.py   find the regions that changed
    merge_lines.py       keep the lines outside of these regions, read those inside again
    shape_cache.py       reuse the shapes outside of these regions
    frame_cache.py       the last reading, with its scene and shapes
"""
