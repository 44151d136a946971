"""One paginator: forgiving about the page number, never about its cost."""

from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator

LARGEST_PAGE_NUMBER = 10_000


def page_of(rows: Any, number: str | None, *, size: int = 24) -> Page:
    """The page `number` of `rows`; the first for nonsense, the last for a number beyond the end."""
    paginator = Paginator(rows, size)
    try:
        return paginator.page(min(int(number or 1), LARGEST_PAGE_NUMBER))
    except (ValueError, PageNotAnInteger):
        return paginator.page(1)
    except EmptyPage:
        return paginator.page(1 if number and number.startswith("-") else paginator.num_pages)
