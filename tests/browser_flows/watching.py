"""What a page asks for and complains about while somebody uses it."""

from dataclasses import dataclass, field

from playwright.sync_api import ConsoleMessage, Page, Request


@dataclass
class Watch:
    """Listens to a page from now on."""

    page: Page
    address: str
    foreign: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    hears: bool = True  # not while a tool works in the page that breaks its policy

    def __post_init__(self) -> None:
        self.page.on("request", self._request)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(f"{self.page.url} asks for {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if self.hears and message.type in ("error", "warning"):
            self.complaints.append(f"{self.page.url}: {message.text}")


def sticking_out(page: Page, inner: str, outer: str) -> list[str]:
    """The texts of what is cut off by, or stands over the edge of, the box it lies in."""
    found: list[str] = page.evaluate(
        """([inner, outer]) => [...document.querySelectorAll(inner)]
          .filter((one) => one.offsetWidth && one.closest(outer)
            && one.getBoundingClientRect().right > one.closest(outer).getBoundingClientRect().right + 1)
          .map((one) => one.textContent.trim().slice(0, 60))""",
        [inner, outer],
    )
    return found
