"""The networks of the OCR.

networks.py     rewrite the OCR networks
rapidocr/       the OCR networks as they were
"""
