"""Re-read only what changed since the picture before.

In the order of the data:

    changed_regions.py   which regions changed
    merge_lines.py       keep the lines outside of them, read those inside again
    shape_cache.py       reuse the shapes outside of them
    frame_cache.py       the last reading, with its scene and shapes
"""
