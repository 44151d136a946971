"""Home: the landing page, the first card, and what the frame of every page shows.

Holds navigation and the choice of the first page by role. Owns no table.
Start reading at views.home.
"""
