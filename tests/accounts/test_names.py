"""Names typed here: what is refused, and when two read alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.people.rules.names import inert, judge_display_name, reads_like_staff, skeleton, tidy
from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    "name",
    [
        "Small Fern",
        "Zoé",
        "محمد",
        "नमस्ते",
        "みこ",
        "=^.^= Miko",
        "<3",
        "👩‍👩‍👧",
        "Nguyễn",
        "O'Neill",
    ],
)
def test_ordinary_names_may_be_used(name):
    assert judge_display_name(tidy(name)) == ()


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("\u200b\u200d", "invisible"),
        ("\u3164", "invisible"),
        ("\u2800 \u2800", "invisible"),
        ("a\x00b", "controls"),
        ("a\u2028b", "controls"),
        ("a\ue000b", "controls"),
        ("a\ufeffb", "controls"),
        ("\u202eevil", "overrides"),
        ("a\u2066b\u2069", "overrides"),
        ("z" + "\u0301" * 4, "marks"),
        ("x" * 61, "too_long"),
    ],
)
def test_names_that_hide_or_pile_up_are_named(name, fault):
    assert fault in judge_display_name(name)


def test_three_marks_on_one_letter_are_allowed():
    assert judge_display_name("z" + "\u0301" * 3) == ()


@pytest.mark.parametrize(
    "look",
    [
        "harbour light",
        "HARBOUR LIGHT",
        "Harbour_Light",
        "H a r b o u r . L i g h t",
        "Hаrbour Light",
        "Harb0ur L1ght",
        "Harbour LIght",
        "Ｈarbour Light",
        "Härbour Light ⭐",
        "Harbøur Ligħt",
        "HARBØUR LIGĦT",
        "𝐇arbour Light",
        "Harbour\u200dLight",
    ],
)
def test_look_alikes_share_a_skeleton(look):
    assert skeleton(look) == skeleton("Harbour Light")


def test_different_names_do_not_share_a_skeleton():
    names = ["Harbour Light", "North Star", "Lantern Way", "Quiet Moon", "みこ", "محمد"]

    assert len({skeleton(name) for name in names}) == len(names)


@given(st.text(max_size=80))
def test_any_text_is_judged_and_has_a_short_skeleton(text):
    judge_display_name(text)
    tidied = tidy(text)

    assert tidy(tidied) == tidied
    assert len(skeleton(text)) <= 240
    assert skeleton(text.upper().lower()) == skeleton(text.upper().lower().upper().lower())


@pytest.mark.parametrize("name", ["Admin", "m0derator", "staff_1", "The Moderator", "Mentor"])
def test_names_of_offices_are_known(name):
    assert reads_like_staff(name, ["mentor", "mentors"])


@pytest.mark.parametrize("name", ["adminton", "Mentor of nobody", "small_fern", "staffan"])
def test_names_that_only_hold_such_a_word_are_free(name):
    assert not reads_like_staff(name, ["mentor", "mentors"])


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Harbour Light", "Hаrbour Light", "harbour_light"])
def test_nobody_new_may_read_like_a_protected_person(client, name):
    UserFactory(
        username="hl_1",
        display_name="Harbour Light",
        name_skeleton=skeleton("Harbour Light"),
        handle_skeleton=skeleton("hl_1"),
        name_is_protected=True,
    )
    person = UserFactory(display_name="Fern")
    client.force_login(person)

    response = client.post(
        "/settings/profile/", {"display_name": name, "about": "", "avatar": "hill"}
    )

    assert response.status_code == 422
    person.refresh_from_db()
    assert person.display_name == "Fern"


@pytest.mark.django_db
def test_a_name_like_that_of_an_ordinary_person_is_free(client):
    UserFactory(display_name="Harbour Light", name_skeleton=skeleton("Harbour Light"))
    person = UserFactory(display_name="Fern")
    client.force_login(person)

    client.post(
        "/settings/profile/", {"display_name": "Harbour Light", "about": "", "avatar": "hill"}
    )

    person.refresh_from_db()
    assert person.display_name == "Harbour Light"


@pytest.mark.django_db
def test_an_imported_name_is_kept_to_the_letter_until_it_is_changed(client):
    odd = " \u202eodd  name"
    person = UserFactory(display_name=odd)
    client.force_login(person)

    client.post("/settings/profile/", {"display_name": odd, "about": "Hello", "avatar": "cup"})

    person.refresh_from_db()
    assert (person.display_name, person.about, person.avatar) == (odd, "Hello", "cup")


@pytest.mark.parametrize(
    ("imported", "shown"),
    [
        ("Harbour Light", "Harbour Light"),
        ("\u202eevil\u202c", "evil"),
        ("\u2069\u202eevil", "evil"),
        ("a\u0007b", "ab"),
        ("z" + "\u0301" * 40, "z\u0301\u0301\u0301"),
        ("\u200b\u200d", "quiet_fern"),
        ("\u2800", "quiet_fern"),
        ("محمد", "\u2068محمد\u2069"),
        ("👩‍👩‍👧", "👩‍👩‍👧"),
    ],
)
def test_an_imported_name_is_shown_inert(imported, shown):
    assert str(UserFactory.build(username="quiet_fern", display_name=imported)) == shown


@given(st.text(max_size=60))
def test_no_name_turns_or_ends_the_text_around_it(name):
    shown = inert(name)
    inside = shown.removeprefix("\u2068").removesuffix("\u2069")

    assert not set(inside) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert inert(inside) == shown
