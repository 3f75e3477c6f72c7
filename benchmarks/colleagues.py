"""What the members of staff of a crowd do all day: the main flows, each role its own.

Everybody finds the next thing to do on the pages they see, as a person would: a request that
waits, a referral to answer, a case to take on.
"""

import http.client
import os
import random
import re
import sys
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from forms_of_pages import forms_of

THINK = float(os.environ.get("SALA_CROWD_THINK", "10"))
CODE = re.compile(r"/people/(\d{10})/")
NUMBER = r"([0-9a-f-]{36})"


@dataclass
class Seen:
    """What happened to everybody together."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)  # code of a person: session that made it
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, took: float, status: int) -> None:
        with self.lock:
            self.took[what].append(took)
            self.statuses[status] += 1
            if status >= 400:
                self.errors.append(f"{what}: {status}")


class Colleague(threading.Thread):
    """One member of staff at work until the time is over."""

    def __init__(self, port: int, who: dict[str, Any], seen: Seen, ends: float) -> None:
        super().__init__(daemon=True)
        self.port, self.who, self.seen, self.ends = port, who, seen, ends
        self.chance = random.Random(who["session"])
        self.cookies = {"sala": who["session"]}
        self.connection: http.client.HTTPConnection | None = None

    def run(self) -> None:
        time.sleep(self.chance.uniform(0, THINK))
        while time.monotonic() < self.ends:
            try:
                self.works()
            except Exception as error:  # noqa: BLE001 a failure of the run, counted
                with self.seen.lock:
                    self.seen.errors.append(f"{type(error).__name__}: {error}")

    def works(self) -> None:
        """One piece of work of the role."""
        self.get("start", "/")
        self.chance.choice(WORK[self.who["role"]])(self)

    def registers(self) -> str:
        """Search, then register; the code of the new record, or nothing."""
        name = f"Crowd {self.chance.randrange(10**9)}"
        self.send("search", "/people/search/", {"kind": "name", "name": name})
        answer = self.send(
            "register", "/people/register/", {"step": "save", "name": name, "sex": "female"}
        )
        if found := CODE.search(answer):
            with self.seen.lock:
                self.seen.codes[found[1]] = self.who["session"]
            self.get("person", f"/people/{found[1]}/")
            return found[1]
        return ""

    def looks_at_people(self) -> None:
        """The list, and somebody on it."""
        if code := self.finds("people", "/people/", CODE.pattern):
            self.get("person", f"/people/{code}/")

    def records_operation(self) -> None:
        """Count whom an operation met."""
        met = {"met_female_adult_national": "12", "met_male_adult_foreign": "3"}
        self.send("operation", "/screening/operations/add/", {**met, **self.today("happened_on")})

    def hears_complaint(self) -> None:
        """Register a complaint."""
        self.send("complaint", "/prosecution/complaints/add/", self.today("received_on"))

    def asks_for_identification(self) -> None:
        """Register somebody and ask the authority about them."""
        if code := self.registers():
            about = {"sex": "female", "age_group": "adult", "citizenship": "LA"}
            self.send("ask for identification", f"/screening/people/{code}/ask/", about)

    def refers(self) -> None:
        """Register somebody, note what they agree to, refer them."""
        if not (code := self.registers()):
            return
        to = self.chance.choice(self.who["others"])
        agreed = {"answer": "given", "recipient": to}
        page = f"/people/{code}/consents/add/"
        answer = self.send("consent", page, {**agreed, **self.today("answered_on")})
        if answer.startswith(f"/people/{code}/"):
            asked = {"basis": "consent", "services": "shelter", "receiver": to}
            self.send("refer", f"/protection/people/{code}/refer/", asked)

    def answers_a_referral(self) -> None:
        """Accept what waits for an answer."""
        path = "/protection/referrals/"
        if referral := self.finds("referrals", path, rf"{path}{NUMBER}/"):
            self.send("answer a referral", f"{path}{referral}/", {"move": "accept"})

    def decides(self) -> None:
        """Answer one of the requests that wait."""
        path = "/screening/identification/"
        elements = {
            "act": "recruitment",
            "act_evidence": "statement",
            "outcome": "identified",
            "means": "deception",
            "means_evidence": "statement",
            "form": "forced_labour",
            "form_evidence": "statement",
        }
        if request := self.finds("requests for identification", path, rf"{path}{NUMBER}/"):
            self.send("decide", f"{path}{request}/", elements)

    def opens_a_case(self) -> None:
        """An incident, which becomes a case."""
        path = "/prosecution/incidents/"
        answer = self.send("incident", f"{path}add/", self.today("happened_on"))
        if found := re.search(rf"{path}(\d+)/", answer):
            self.send("open a case", f"{path}{found[1]}/decide/", {"move": "open_case"})

    def looks_at_cases(self) -> None:
        """The list, and one case on it."""
        path = "/prosecution/cases/"
        if code := self.finds("cases", path, rf"{path}(\d{{10}})/"):
            self.get("case", f"{path}{code}/")

    def watches(self) -> None:
        """What a supervisor looks at."""
        path = self.chance.choice(WATCHED)
        self.get(path.strip("/"), path)

    def finds(self, what: str, path: str, pattern: str) -> str:
        """One of what a list shows, or nothing."""
        found = re.findall(pattern, self.get(what, path))
        return self.chance.choice(found) if found else ""

    @staticmethod
    def today(name: str) -> dict[str, str]:
        """Today, as the three parts of a field, in UTC, which is never ahead of the country."""
        day = time.gmtime()
        parts = {"day": day.tm_mday, "month": day.tm_mon, "year": day.tm_year}
        return {f"{name}_{part}": str(value) for part, value in parts.items()}

    def send(self, what: str, path: str, data: dict[str, str]) -> str:
        """Open a page, fill in its form, send it; where it led, and the page it brought."""
        page = self.get(f"{what}: page", path)
        known = next((f for f in forms_of(page) if data.keys() & f.fields.keys()), None)
        if known is None:  # a colleague was faster: the page says what became of it
            return page
        names = known.fields.keys() - known.pressed
        first = {name: next(filter(None, known.fields[name]), "") for name in names if name}
        return self.post(what, path, {**first, **self.tokens(page), **data})

    @staticmethod
    def tokens(page: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return {"csrfmiddlewaretoken": found[1]} if found else {}

    def get(self, what: str, path: str) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        return self.ask(what, "GET", path)[1]

    def post(self, what: str, path: str, data: dict[str, str]) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        location, page = self.ask(what, "POST", path, urlencode(data))
        return location + page

    def ask(self, what: str, method: str, path: str, body: str | None = None) -> tuple[str, str]:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Host": f"localhost:{self.port}",
            "Connection": "close",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        page = answer.read().decode()
        self.seen.note(what, time.perf_counter() - begun, answer.status)
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        connection.close()
        return urlsplit(answer.getheader("Location") or "").path, page


WATCHED = (
    "/screening/operations/",
    "/screening/identification/",
    "/protection/referrals/",
    "/prosecution/cases/",
)
Worker = Colleague
WORK = {
    "frontline_officer": (Worker.registers, Worker.records_operation, Worker.hears_complaint),
    "case_worker": (
        Worker.asks_for_identification,
        Worker.refers,
        Worker.answers_a_referral,
        Worker.looks_at_people,
    ),
    "identification_officer": (Worker.decides, Worker.looks_at_people),
    "investigator": (Worker.opens_a_case, Worker.looks_at_cases),
    "supervisor": (Worker.watches, Worker.looks_at_people),
}
