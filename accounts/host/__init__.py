"""Host: signing in with the account that somebody has in the host community (OpenID Connect).

Holds the round trip to the provider, and whose account an identity opens; the identity itself
is a row of allauth. Does not hold the questions asked of somebody new (people).
Start reading at operations.recognise.
"""
