"""Chooses the frames that matter: decode, compare (SSIM), select."""
