"""How an export is read and judged, without database, clock or settings.

Bytes become rows (`rows`), cells become values by the table of columns (`columns`,
`forms`), rows are held against each other (`people`, `talks`); what is wrong is
a `Fault`, and all of them are collected (`faults`).
"""
