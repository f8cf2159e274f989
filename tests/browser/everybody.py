"""Whether everybody can use the page that is open. One opening serves all questions: it costs more than they do."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Locator, Page

from tests.browser.weighing import is_light

PHONE, DESK, NARROW = 390, 1280, 320
LARGE_TEXT = "html {font-size: 200%}"
WCAG_TEXT_SPACING = "* {line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important}"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The card around a choice is what one presses, not its small circle; the button for Enter is not seen.
SMALL_TARGETS = """[...document.querySelectorAll(
        "a, button:not(.unseen), select, textarea, summary, input:not([type=hidden], .choice input)")]
    .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 44).map(([text]) => text)"""
SMALL_TEXT = """[...document.body.querySelectorAll("*")]
    .filter(element => [...element.childNodes].some(node => node.nodeType == 3 && node.data.trim()))
    .filter(element => parseFloat(getComputedStyle(element).fontSize) < 15).map(element => element.textContent)"""
VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then(found =>
    found.violations.map(rule => [rule.id, rule.nodes.map(node => node.target)]))"""


FAULTS = f"""(async () => ({{
    violations: await {VIOLATIONS}, smallText: {SMALL_TEXT}, smallTargets: {SMALL_TARGETS},
    sideways: {SIDEWAYS}}}))()"""
NO_FAULTS = {"violations": [], "smallText": [], "smallTargets": [], "sideways": 0}
SIDEWAYS_AS_TEXT_GROWS = f"""styles => {{
    const sideways = [{SIDEWAYS}];
    for (const style of styles) {{
        document.adoptedStyleSheets.push(new CSSStyleSheet());
        document.adoptedStyleSheets.at(-1).replaceSync(style);
        sideways.push({SIDEWAYS});
    }}
    document.adoptedStyleSheets.length -= styles.length;
    return sideways;
}}"""


def bring_axe(page: Page) -> None:
    """Into the page that is open. A click returns when the next page has only begun: it is waited for."""
    page.wait_for_load_state()
    page.evaluate(AXE_SCRIPT)


def in_theme(page: Page, scheme: str) -> None:
    """In the "dark" or "light". Links fade from colour to colour, and axe would see them half way."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("Promise.all(document.getAnimations().map(fading => fading.finished)).then(() => null)")


def everybody_can_use(page: Page, site: str) -> None:
    """All that can be asked of any page, also of the answer to a form. It is left as it was found."""
    is_light(page, site)
    assert (page.locator("h1").count(), page.locator("script").count()) == (1, 0)
    everybody_can_read(page)


def everybody_can_read(page: Page, *widths: int) -> None:
    """axe finds nothing, text has 15 pixels and targets 44, nothing scrolls sideways, also with text twice as large."""
    found = page.viewport_size
    bring_axe(page)
    for width in widths or (PHONE, DESK):
        as_wide_as(page, width)
        assert page.evaluate(FAULTS) == NO_FAULTS
    as_wide_as(page, NARROW)
    assert page.evaluate(SIDEWAYS_AS_TEXT_GROWS, [LARGE_TEXT, WCAG_TEXT_SPACING]) == [0, 0, 0]
    page.set_viewport_size(found)


def everybody_can_work_with(page: Page) -> None:
    """Staff sit at a desk and may enlarge it: axe finds nothing, and nothing scrolls sideways, narrow or wide."""
    bring_axe(page)
    for width in (DESK, NARROW):
        as_wide_as(page, width)
        assert (page.evaluate(VIOLATIONS), page.evaluate(SIDEWAYS)) == ([], 0)
    assert page.locator("h1").count() == 1
    as_wide_as(page, DESK)


def press_enter(page: Page, button: Locator) -> None:
    """Enter on a button or link, and the next page is there: also where it has the name of the page before."""
    with page.expect_navigation():
        button.press("Enter")


def go_back(page: Page) -> None:
    """As the browser's button does. Asked from within the page, for the next moment: page.go_back() fails while a page
    has just come, and an answer that the next page interrupts is lost.
    """
    page.wait_for_load_state()
    with page.expect_navigation():
        page.evaluate("setTimeout(() => history.back(), 100)")


def reads_the_same_without_javascript(page: Page) -> None:
    """For pages that nothing happens to when they are loaded again."""
    said = page.locator("main").inner_text()
    emulation = page.context.new_cdp_session(page)
    emulation.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.reload()
    assert page.locator("main").inner_text() == said
    assert (page.locator("h1").count(), page.locator("script").count()) == (1, 0)


def as_wide_as(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})
