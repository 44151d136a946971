"""What home shows: the frame of every page, and what somebody finds who arrives."""

from mentorship.home.pages.frame import (
    MAIN,
    THEME_COOKIE,
    News,
    Place,
    Viewer,
    frame,
    frame_for,
    links,
    news_of,
    viewer_of,
)

__all__ = [
    "MAIN",
    "THEME_COOKIE",
    "News",
    "Place",
    "Viewer",
    "frame",
    "frame_for",
    "links",
    "news_of",
    "viewer_of",
]
