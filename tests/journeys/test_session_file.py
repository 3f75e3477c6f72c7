"""What a browser writes down of a form that nobody sent: its profile is read like a thief's."""

from pathlib import Path

import pytest
from tests.journeys.conftest import CHROMIUM, FLAGS, SIGNED_IN, Visitor

TYPED = "MARKEROFSOMEBODY"


def written_in(profile: Path) -> list[str]:
    texts = TYPED.encode(), TYPED.encode("utf-16le")
    return [
        str(file.relative_to(profile))
        for file in profile.rglob("*")
        if file.is_file() and any(text in file.read_bytes() for text in texts)
    ]


@pytest.mark.slow
def test_nothing_of_an_unsent_form_is_in_the_browsers_files(
    browser, address, found_usable, tmp_path
):
    SIGNED_IN.pop("shelter", None)
    context = browser.browser_type.launch_persistent_context(
        tmp_path,
        executable_path=CHROMIUM,
        headless=False,
        args=[*FLAGS, "--headless=new"],
        java_script_enabled=True,
    )
    visitor = Visitor(context.new_page(), address, found_usable).signs_in("shelter")
    visitor.goes_to("/people/register/")
    visitor.presses("main form button")
    visitor.writes(name=TYPED)
    visitor.page.wait_for_timeout(4000)
    visitor.goes_to("/people/")
    visitor.page.wait_for_timeout(6000)
    context.close()
    assert (tmp_path / "Default").exists()
    assert list((tmp_path / "Default" / "Sessions").iterdir()), "it wrote its file"
    assert written_in(tmp_path) == []
