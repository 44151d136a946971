"""The frame and the badge (outside), the way to a first message (asking), the links (links)."""
