"""The video of a recording.

screencast.py     takes pictures of a tab as the browser paints it
video_writer.py   encodes the pictures, in a thread
"""
