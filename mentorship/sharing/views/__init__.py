"""The frame and the badge (outside), the way to a first message (asking), one's own link
(links), and all of them for coordinators (sources)."""
