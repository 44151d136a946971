from django.urls import path

from mentorship.conversations.views import acts, chats, notes, safety

app_name = "conversations"

urlpatterns = [
    # The first note
    path("mentors/<handle:handle>/message/", notes.message_mentor, name="message-mentor"),
    path("mentors/<handle:handle>/message/draft/", notes.draft_note, name="draft-note"),
    # Chats
    path("chats/", chats.chats, name="chats"),
    path("chats/unread/", chats.unread, name="unread"),
    path("chats/<uuid:public_id>/", chats.conversation, name="conversation"),
    path("chats/<uuid:public_id>/rows/", chats.rows, name="rows"),
    path("chats/<uuid:public_id>/read/", chats.read, name="read"),
    path("chats/<uuid:public_id>/draft/", chats.draft, name="draft"),
    path("chats/<uuid:public_id>/pass/", acts.pass_on, name="pass-on"),
    path("chats/<uuid:public_id>/finish/", acts.finish_chat, name="finish-chat"),
    path("chats/<uuid:public_id>/<int:seq>/edit/", acts.edit, name="edit"),
    path("chats/<uuid:public_id>/<int:seq>/delete/", acts.delete, name="delete"),
    path("chats/<uuid:public_id>/<int:seq>/report/", safety.report_line, name="report-line"),
    # People
    path("people/<handle:handle>/block/", safety.block, name="block"),
    path("people/<handle:handle>/report/", safety.report, name="report"),
]
