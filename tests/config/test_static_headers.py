"""Static files carry the headers of every answer."""

from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

from config.static_headers import HEADERS


def test_a_static_file_has_a_policy_and_is_for_our_own_pages_alone(rf, settings, tmp_path):
    (tmp_path / "a.css").write_text("p {}")
    settings.STATIC_ROOT, settings.STATIC_URL = str(tmp_path), "/static/"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    answer = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))

    response = answer(rf.get("/static/a.css"))

    assert response.status_code == 200
    assert {name: response[name] for name in HEADERS} == HEADERS
    assert "Access-Control-Allow-Origin" not in response
