"""The frame and the badge (outside)."""
