"""Mentors and listeners: everything that brings them together.

| area          | holds                                                              |
|---------------|--------------------------------------------------------------------|
| profiles      | mentor profiles, topics, hours, presence, who may write to whom    |
| conversations | talks of one mentor and one listener, their messages and places    |
| queue         | the live list of mentors who are here, and its order               |
| intake        | the import of a community's export                                 |
| sample        | the sample community: loading it and keeping it alive              |
| programme     | the page on what mentors are for, and the banner on every page     |
| home          | landing, first card, navigation                                    |

A row imports only rows above it.
"""
