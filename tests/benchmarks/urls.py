from django.urls import path

from config.urls import urlpatterns as of_the_project
from tests.benchmarks import usual

urlpatterns = [
    path("benchmark/bytes/", usual.constant_bytes),
    path("benchmark/mentors/", usual.mentors),
    *of_the_project,
]
