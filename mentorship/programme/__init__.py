"""Programme: the page that says what mentors are for, and the one banner on top of every page.

Holds the versions of the page, the schedule of banners and who has closed which. Does not hold
the guide for listeners, nor the frame that shows the banner (home).
Start reading at operations.edit_programme.
"""
