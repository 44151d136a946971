"""Tools that know no word of the domain: errors, access, paging, partials, text, nouns.

Holds no models and imports no app.
"""
