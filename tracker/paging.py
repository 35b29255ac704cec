"""Paging of the API's lists."""

from rest_framework.pagination import CursorPagination


class KeysetPagination(CursorPagination):
    """Newest first by the time-ordered key, so page 1,000 costs what page 1 costs. 100 rows, at most 500."""

    ordering = "-pk"
    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500
