"""Chromium would install Tend: its own judgement of the manifest, asked over the DevTools protocol."""

import pytest

pytestmark = pytest.mark.browser


def test_a_browser_finds_nothing_missing(small, phone):
    with phone(small.guardian) as it:
        page = it.open(f"/p/{small.mia.pk}/")
        tools = it.context.new_cdp_session(page)
        found = tools.send("Page.getAppManifest")
        assert found["url"] == f"{it.site}/manifest.webmanifest"
        assert found["errors"] == []
        # A window that keeps nothing cannot install anything: that is the test's, everything else would be ours.
        errors = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert {error["errorId"] for error in errors} <= {"in-incognito"}
