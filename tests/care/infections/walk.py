"""A phone without script: reads the page, taps what is on it, counts the taps."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from django.test import Client


class _Page(HTMLParser):
    """Links and forms of a page, each with what it would send."""

    def __init__(self, text: str):
        super().__init__(convert_charrefs=True)
        self.links: dict[str, str] = {}
        self.forms: list[dict] = []
        self.buttons: dict[str, tuple[dict, str, str]] = {}
        self._form: dict | None = None
        self._select = self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attrs = {name: value if value is not None else "" for name, value in attributes}
        name, form = attrs.get("name", ""), self._form
        if tag == "form":
            self._form = {"action": attrs.get("action", ""), "method": attrs.get("method", "get"), "values": {}}
            self.forms.append(self._form)
        elif tag == "a" and "data-testid" in attrs:
            self.links[attrs["data-testid"]] = attrs["href"]
        elif form is None:
            return
        elif tag == "button" and "data-testid" in attrs:
            self.buttons[attrs["data-testid"]] = (form, name, attrs.get("value", ""))
        elif tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("checkbox", "radio"):
                form["values"].setdefault(name, [])
                if "checked" in attrs:
                    form["values"][name].append(attrs.get("value", "on"))
            else:
                form["values"][name] = attrs.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            form["values"][name] = ""
        elif tag == "select":
            self._select = name
            form["values"].setdefault(name, "")
        elif tag == "option" and self._select and "selected" in attrs:
            form["values"][self._select] = attrs.get("value", "")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data):
        if self._textarea and self._form is not None:
            self._form["values"][self._textarea] = data.removeprefix("\n")


class Walk:
    """Taps through pages by ``data-testid``; ``taps`` and ``keys`` count what a thumb had to do."""

    def __init__(self, client: Client, url: str, taps: int = 0):
        self.client, self.taps, self.keys = client, taps, 0
        self.open(url)

    def open(self, url: str) -> "Walk":
        self._look(self.client.get(url, follow=True))
        return self

    def link(self, testid: str) -> "Walk":
        self.taps += 1
        return self.open(urljoin(self.url, self.page.links[testid]))

    def button(self, testid: str) -> "Walk":
        """Send the form of a button, as a browser would."""
        form, name, value = self.page.buttons[testid]
        self.taps += 1
        sent = dict(form["values"]) | ({name: value} if name else {})
        url = urljoin(self.url, form["action"])
        send = self.client.post if form["method"] == "post" else self.client.get
        self._look(send(url, sent, follow=True))
        return self

    def tick(self, value: str) -> "Walk":
        self.taps += 1
        field = next(
            values for form in self.page.forms for values in form["values"].values() if isinstance(values, list)
        )
        field.append(value)
        return self

    def type(self, name: str, text: str) -> "Walk":
        self.taps += 1
        self.keys += len(text)
        next(form for form in self.page.forms if name in form["values"])["values"][name] = text
        return self

    def remember(self) -> tuple:
        return self.page, self.url

    def back(self, remembered: tuple) -> "Walk":
        """The browser's Back: the page as it was, its hidden key too."""
        self.page, self.url = remembered
        return self

    def values(self) -> dict:
        """What the fields of the page's forms hold now."""
        return {name: value for form in self.page.forms for name, value in form["values"].items()}

    def checked(self, name: str) -> list[str]:
        return self.values()[name]

    def _look(self, answer) -> None:
        self.status, self.text = answer.status_code, answer.content.decode()
        self.url = answer.request["PATH_INFO"]
        if answer.request.get("QUERY_STRING"):
            self.url += "?" + answer.request["QUERY_STRING"]
        self.page = _Page(self.text)
