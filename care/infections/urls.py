"""Addresses of this room, below ``/p/<patient>/infections/``."""

from django.urls import path

from care.infections.views import episodes, joining, logs, start, temperatures

app_name = "infections"


def _four(folder: str, what: str) -> list:
    """The pages of one kind of log."""
    kind = {"what": what}
    return [
        path(f"{folder}/", logs.index, kind, name=f"{what}-list"),
        path(f"{folder}/add/", logs.add, kind, name=f"{what}-add"),
        path(f"{folder}/<uuid:pk>/", logs.detail, kind, name=f"{what}-detail"),
        path(f"{folder}/<uuid:pk>/edit/", logs.edit, kind, name=f"{what}-edit"),
        path(f"{folder}/<uuid:pk>/delete/", logs.delete, kind, name=f"{what}-delete"),
    ]


urlpatterns = [
    *_four("tests", "test"),
    *_four("courses", "course"),
    *_four("visits", "visit"),
    *_four("missed", "missed"),
    *_four("breathing", "breathing"),
    path("courses/<uuid:pk>/stop/", logs.stop, name="course-stop"),
    path("breathing/<uuid:pk>/blood/", logs.blood, name="breathing-blood"),
    path("", episodes.index, name="list"),
    path("add/", start.add, name="add"),
    path("new/", start.new, name="new"),
    path("new-lump/", start.new_lump, name="new-lump"),
    path("temperatures/", temperatures.index, name="temperatures"),
    path("temperatures/add/", temperatures.add, name="temperature"),
    path("temperatures/<uuid:pk>/", temperatures.detail, name="temperature-detail"),
    path("temperatures/<uuid:pk>/edit/", temperatures.edit, name="temperature-edit"),
    path("temperatures/<uuid:pk>/infection/", temperatures.link, name="temperature-link"),
    path("temperatures/<uuid:pk>/delete/", temperatures.delete, name="temperature-delete"),
    path("<uuid:pk>/", episodes.detail, name="detail"),
    path("<uuid:pk>/place/", start.place, name="place"),
    path("<uuid:pk>/size/", start.size, name="size"),
    path("<uuid:pk>/signs/", start.signs, name="signs"),
    path("<uuid:pk>/care/", start.care, name="care"),
    path("<uuid:pk>/before/", episodes.before, name="before"),
    path("<uuid:pk>/check/", episodes.check, name="check"),
    path("<uuid:pk>/close/", episodes.close, name="close"),
    path("<uuid:pk>/reopen/", episodes.reopen, name="reopen"),
    path("<uuid:pk>/join/", joining.join, name="join"),
    path("<uuid:pk>/apart/", joining.apart, name="apart"),
    path("<uuid:pk>/split/", joining.split, name="split"),
    path("<uuid:pk>/edit/", episodes.edit, name="edit"),
    path("<uuid:pk>/delete/", episodes.delete, name="delete"),
]
