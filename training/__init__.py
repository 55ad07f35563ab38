"""The networks of the OCR.

networks.py     rewrites the OCR networks
rapidocr/       the original OCR networks
"""
