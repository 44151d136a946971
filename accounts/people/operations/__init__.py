"""Every write about people, one module for each noun."""

from accounts.people.operations.accounts import close_account, reopen_account
from accounts.people.operations.invitations import (
    accept_invitation,
    confirm_imported,
    release_invitations,
    send_again,
    send_invitation,
)
from accounts.people.operations.names import protect_name, rename
from accounts.people.operations.presence import note_seen
from accounts.people.operations.roles import (
    add_coordinator,
    add_operator,
    end_role,
    grant_role,
)
from accounts.people.operations.second_factor import reset_second_factor
from accounts.people.operations.settings import (
    choose_languages,
    choose_theme,
    choose_time_zone,
    edit_profile,
)
from accounts.people.operations.signing_up import (
    forget_sign_up,
    hold_handle,
    is_held,
    let_handle_go,
    sign_up,
)
from accounts.people.operations.spaces import roll_over, settle_band
from accounts.people.operations.waking import wake

__all__ = [
    "accept_invitation",
    "add_coordinator",
    "add_operator",
    "choose_languages",
    "choose_theme",
    "choose_time_zone",
    "close_account",
    "confirm_imported",
    "edit_profile",
    "end_role",
    "forget_sign_up",
    "grant_role",
    "hold_handle",
    "is_held",
    "let_handle_go",
    "note_seen",
    "protect_name",
    "release_invitations",
    "rename",
    "reopen_account",
    "reset_second_factor",
    "roll_over",
    "send_again",
    "send_invitation",
    "settle_band",
    "sign_up",
    "wake",
]
