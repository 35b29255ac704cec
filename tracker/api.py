"""The API's root: one router for every room, and paging by key so that page 1,000 costs what page 1 costs."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Newest first by the time-ordered key. Page size 100, at most 500 by ``?page_size=``."""

    ordering = "-pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
