"""What home shows: the frame of every page, and what somebody finds who arrives."""

from mentorship.home.pages.frame import (
    MAIN,
    THEME_COOKIE,
    Place,
    Viewer,
    counts_of,
    frame,
    frame_for,
    links,
    viewer_of,
)

__all__ = [
    "MAIN",
    "THEME_COOKIE",
    "Place",
    "Viewer",
    "counts_of",
    "frame",
    "frame_for",
    "links",
    "viewer_of",
]
