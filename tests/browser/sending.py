"""Writing on the page, and the time between sending and seeing it."""

from playwright.sync_api import Page, Route

PATIENCE = 400  # times 50 ms that a request may take to be asked for


def send(page: Page, text: str, pane: str = "#main") -> None:
    box = page.locator(f"{pane} .composer textarea")
    box.fill(text)
    box.press("Enter")


class HeldBack:
    """What the page asks of one address waits until the test lets it go on."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._held: list[Route] = []
        self._open = False
        page.route(address, self._take)

    def _take(self, route: Route) -> None:
        if self._open:
            route.continue_()
        else:
            self._held.append(route)

    def let_one_go(self) -> None:
        """The oldest, as soon as there is one."""
        self.wait_for_one()
        self._held.pop(0).continue_()

    def let_all_go(self) -> None:
        """What is held, and whatever comes from now on."""
        self._open = True
        while self._held:
            self._held.pop(0).continue_()

    def wait_for_one(self) -> None:
        for _ in range(PATIENCE):
            if self._held:
                return
            self._page.wait_for_timeout(50)
        raise AssertionError("the page asked for nothing")
