"""Addresses of this room."""

from django.urls import path

from care.today import views

app_name = "today"
urlpatterns = [
    path("", views.home, name="home"),
    path("offline/", views.offline, name="offline"),
    path("outbox/", views.outbox, name="outbox"),
    path("p/<uuid:patient>/", views.today, name="today"),
    path("p/<uuid:patient>/fresh/", views.fresh, name="fresh"),
    path("p/<uuid:patient>/nothing-new/", views.nothing_new, name="nothing-new"),
    path("p/<uuid:patient>/same/", views.same, name="same"),
    path("p/<uuid:patient>/elsewhere/", views.elsewhere, name="elsewhere"),
    path("p/<uuid:patient>/answer/", views.answer, name="answer"),
    path("p/<uuid:patient>/changed/", views.changed, name="changed"),
    path("p/<uuid:patient>/note/", views.note, name="note"),
    path("p/<uuid:patient>/leave-blank/", views.leave_blank, name="leave-blank"),
    path("p/<uuid:patient>/year/<int:year>/", views.year, name="year"),
    path("p/<uuid:patient>/trends/", views.trends, name="trends"),
    path("p/<uuid:patient>/timeline/", views.timeline, name="timeline"),
    path("p/<uuid:patient>/days/", views.days, name="days"),
    path("p/<uuid:patient>/days/<str:date>/", views.day, name="day"),
    path("p/<uuid:patient>/entries/<uuid:entry>/", views.entry, name="entry"),
    path("p/<uuid:patient>/entries/<uuid:entry>/edit/", views.edit_note, name="edit-note"),
    path("p/<uuid:patient>/entries/<uuid:entry>/move/", views.move, name="move"),
]
