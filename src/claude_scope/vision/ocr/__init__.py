"""Find and read the lines of text in a picture.

In the order of the data:

    models.py             load the two ONNX networks
    text_detection.py     boxes of text (DB network)
    box_merging.py        join boxes that split one line
    text_recognition.py   the text of one line (CTC network)
    line_cache.py         reuse the text of lines that look the same
    unread_letters.py     detect letters that the network does not know
    password_dots.py      find the dots of a password field, which the network cannot read
    word_spacing.py       restore spaces that the network missed
    text_lines.py         the whole OCR pipeline of a picture
    false_positives.py    remove shapes that were read as letters
    missed_text.py        find the places of counts that the detector missed
    badge_counts.py       read the counts in badges
    reading_order.py      sort boxes from top to bottom, left to right
"""
