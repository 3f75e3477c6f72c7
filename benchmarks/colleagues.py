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

from forms_of_pages import Form, forms_of

THINK = float(os.environ.get("SALA_CROWD_THINK", "10"))
CODE = re.compile(r"/people/(\d{10})/")
# A page that says what is wrong with what was sent, and the first thing that is.
REFUSED = re.compile(
    r"govuk-error-summary__list.*?<li[^>]*>\s*(.*?)\s*</li>",
    re.DOTALL,
)
TRIES = 3  # once or twice a colleague was faster
NUMBER = r"([0-9a-f-]{36})"
SAFE = {"alone": "yes", "interpreter": "independent"}


@dataclass
class Seen:
    """What happened to everybody together."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(
        default_factory=dict,
    )  # code of a person: session that made it
    opened: Counter[str] = field(
        default_factory=Counter,
    )  # pages with a form to fill in
    accepted: Counter[str] = field(
        default_factory=Counter,
    )  # forms that were sent and done
    refused: dict[str, str] = field(
        default_factory=dict,
    )  # and those that were not, last why not
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(
        self,
        what: str,
        took: float,
        status: int,
    ) -> None:
        with self.lock:
            self.took[what].append(took)
            self.statuses[status] += 1
            if status >= 400:
                self.errors.append(f"{what}: {status}")

    def in_vain(self) -> list[str]:
        """Work that was begun again and again and never done: it measures nothing."""
        begun = [what for what, times in self.opened.items() if times >= TRIES]
        return [
            f"{what}: never done, {self.refused.get(what, 'no form')}"
            for what in begun
            if not self.accepted[what]
        ]


class Colleague(threading.Thread):
    """One member of staff at work until the time is over."""

    def __init__(
        self,
        port: int,
        who: dict[str, Any],
        seen: Seen,
        ends: float,
    ) -> None:
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
        self.send("search", "/people/search/", {"what": "name", "text": name})
        answer = self.send(
            "register",
            "/people/register/",
            {
                "step": "save",
                "name": name,
                "sex": "female",
            },
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

    def records_operation(self) -> str:
        """Count whom an operation met; the key of the operation, or nothing."""
        met = {"met_female_adult_national": "12", "met_male_adult_foreign": "3"}
        path = "/screening/operations/"
        answer = self.send(
            "operation",
            f"{path}add/",
            {**met, **self.today("happened_on")},
        )
        found = re.match(rf"{path}{NUMBER}/", answer)
        return found[1] if found else ""

    def screens(self) -> None:
        """An operation, and one of those it met: safety, who it is, every page, and the result."""
        operation = self.records_operation()
        path = (
            f"/screening/screenings/start/?operation={operation}" if operation else ""
        )
        page = (
            self.send("begin a screening", path, {"instrument": "triage", **SAFE})
            if path
            else ""
        )
        while found := re.match(
            rf"/screening/screenings/drafts/{NUMBER}/([\w-]+)/",
            page,
        ):
            what = "screening: " + (
                "questions" if found[2].startswith("q-") else found[2]
            )
            page = self.send(what, found[0], self.says(found[2]))
        if page.startswith("/screening/screenings/"):
            self.get("screening: receipt", page)

    def says(self, step: str) -> dict[str, str]:
        """What is filled in on one page of a screening; of questions, whatever comes first."""
        return {
            "safety": SAFE,
            "person": {
                "name": f"Crowd {self.chance.randrange(10**9)}",
                "sex": "female",
                "age": "",
                "phone": "",
                "age_group": "adult",
                "citizenship": "LA",
                "country": "",
            },
            "conclusion": {
                "outcome": self.chance.choice(("indicated", "not_indicated")),
            },
        }.get(step, {})

    def hears_complaint(self) -> None:
        """Register a complaint."""
        self.send(
            "complaint",
            "/prosecution/complaints/add/",
            self.today("received_on"),
        )

    def asks_for_identification(self) -> None:
        """Register somebody and ask the authority about them."""
        if code := self.registers():
            about = {
                "sex": "female",
                "age_group": "adult",
                "citizenship": "LA",
            }
            self.send("ask for identification", f"/screening/people/{code}/ask/", about)

    def refers(self) -> None:
        """Register somebody, note what they agree to, refer them."""
        if not (code := self.registers()):
            return
        to = self.chance.choice(self.who["others"])
        agreed = {
            "answer": "given",
            "recipient": to,
            "purpose": "referral",
        }
        page = f"/people/{code}/consents/add/"
        answer = self.send("consent", page, {**agreed, **self.today("answered_on")})
        if answer.startswith(f"/people/{code}/"):
            asked = {
                "basis": "consent",
                "services": "shelter",
                "receiver": to,
            }
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
        if request := self.finds(
            "requests for identification",
            path,
            rf"{path}{NUMBER}/",
        ):
            self.send("decide", f"{path}{request}/", elements)

    def opens_a_case(self) -> None:
        """An incident, which becomes a case with a victim, and goes to the prosecution."""
        path = "/prosecution/incidents/"
        answer = self.send("incident", f"{path}add/", self.today("happened_on"))
        if not (found := re.search(rf"{path}(\d+)/", answer)):
            return
        decided = {
            "way": "open_case",
            "reason": "",
            "official_agency": "",
        }
        answer = self.send("open a case", f"{path}{found[1]}/decide/", decided)
        if case := re.match(r"/prosecution/cases/\d+/", answer):
            with self.seen.lock:
                victims = list(self.seen.codes)
            if victims:
                about = {"code": self.chance.choice(victims), "age_group": "adult"}
                self.send("name a victim", f"{case[0]}victims/add/", about)
            self.hands_on(case[0], "hand_to_prosecution")

    def hands_on(self, case: str, way: str) -> None:
        """Hand a case to who takes it up next."""
        self.send("hand a case on", f"{case}move/", {"way": way, "reason": ""})

    def charges(self) -> None:
        """Charge a defendant in a case that came, and hand it to the court."""
        path = "/prosecution/cases/"
        if not (code := self.finds("cases", path, rf"{path}(\d{{10}})/")):
            return
        case = f"{path}{code}/"
        if f"{case}defendants/add/" not in self.get("case", case):
            return  # the court has it already
        named = {"kind": "person", "name": "Crowd Defendant"}
        self.send("defendant", f"{case}defendants/add/", named)
        page = self.get("case", case)
        if charge := re.search(rf"{case}defendants/{NUMBER}/charge/", page):
            under = {
                "article": "penal_code_2017/215",
                "circumstance": "basic",
                "victim": "",
                **self.today("offence_on"),
                **self.today("filed_on"),
            }
            self.send("charge", charge[0], under)
            self.hands_on(case, "hand_to_court")

    def judges(self) -> None:
        """A verdict, restitution ordered, or a part of it paid: what comes next in a case."""
        path = "/prosecution/cases/"
        if not (code := self.finds("cases", path, rf"{path}(\d{{10}})/")):
            return
        page = self.get("case", f"{path}{code}/")
        if verdict := re.search(rf"/prosecution/charges/{NUMBER}/verdict/", page):
            said = {
                "instance": "first",
                "outcome": "convicted",
                "outside_reason": "",
            }
            sentence = {
                "prison_months": "60",
                "fine": "10000000",
                "suspended_months": "",
            }
            self.send(
                "verdict",
                verdict[0],
                {
                    **said,
                    **sentence,
                    **self.today("decided_on"),
                },
            )
        page = self.get("case", f"{path}{code}/")
        if f"{path}{code}/restitution/" in page:
            ordered = {"total": "50000000", **self.today("ordered_on")}
            self.send("restitution", f"{path}{code}/restitution/", ordered)
        if claim := re.search(rf"/prosecution/restitution/{NUMBER}/", page):
            self.pays(claim[0])

    def pays(self, claim: str) -> None:
        """A part of what is owed to a victim."""
        if f"{claim}pay/" in self.get("claim", claim):
            paid = {
                "amount": "1000000",
                "manner": "to_victim",
                "out_of": "",
            }
            self.send("payment", f"{claim}pay/", {**paid, **self.today("paid_on")})

    def looks_at_cases(self) -> None:
        """The list, and one case on it."""
        path = "/prosecution/cases/"
        if code := self.finds("cases", path, rf"{path}(\d{{10}})/"):
            self.get("case", f"{path}{code}/")

    def watches(self) -> None:
        """What a supervisor looks at."""
        path = self.chance.choice(WATCHED)
        self.get(path.strip("/"), path)

    def finds(
        self,
        what: str,
        path: str,
        pattern: str,
    ) -> str:
        """One of what a list shows, or nothing."""
        found = re.findall(pattern, self.get(what, path))
        return self.chance.choice(found) if found else ""

    @staticmethod
    def today(name: str) -> dict[str, str]:
        """Today, as the three parts of a field, in UTC, which is never ahead of the country."""
        day = time.gmtime()
        parts = {
            "day": day.tm_mday,
            "month": day.tm_mon,
            "year": day.tm_year,
        }
        return {f"{name}_{part}": str(value) for part, value in parts.items()}

    def send(
        self,
        what: str,
        path: str,
        data: dict[str, str],
    ) -> str:
        """Open a page, fill in its form, send it; where it led, and the page it brought."""
        page = self.get(f"{what}: page", path)
        known = self.form_for(page, data)
        with self.seen.lock:
            self.seen.opened[what] += 1
        if known is None:  # a colleague was faster: the page says what became of it
            return page
        names = known.fields.keys() - known.pressed
        first = {
            name: next(filter(None, known.fields[name]), "") for name in names if name
        }
        answer = self.post(
            what,
            path,
            {
                **first,
                **self.tokens(page),
                **data,
            },
        )
        with self.seen.lock:
            if wrong := REFUSED.search(answer):
                self.seen.refused[what] = wrong[1]
            else:
                self.seen.accepted[what] += 1
        return answer

    @staticmethod
    def form_for(page: str, data: dict[str, str]) -> Form | None:
        """The form of a page that asks for this; the last one of the page where nothing is told."""
        forms = forms_of(page)
        asking = (
            [f for f in forms if data.keys() & f.fields.keys()] if data else forms[-1:]
        )
        return next(iter(asking), None)

    @staticmethod
    def tokens(page: str) -> dict[str, str]:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        return {"csrfmiddlewaretoken": found[1]} if found else {}

    def get(self, what: str, path: str) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        return self.ask(what, "GET", path)[1]

    def post(
        self,
        what: str,
        path: str,
        data: dict[str, str],
    ) -> str:
        time.sleep(self.chance.expovariate(1 / THINK))
        location, page = self.ask(what, "POST", path, urlencode(data))
        return location + page

    def ask(
        self,
        what: str,
        method: str,
        path: str,
        body: str | None = None,
    ) -> tuple[str, str]:
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
    "frontline_officer": (
        Worker.registers,
        Worker.records_operation,
        Worker.screens,
        Worker.hears_complaint,
    ),
    "case_worker": (
        Worker.asks_for_identification,
        Worker.refers,
        Worker.answers_a_referral,
        Worker.looks_at_people,
    ),
    "identification_officer": (Worker.decides, Worker.looks_at_people),
    "investigator": (Worker.opens_a_case, Worker.looks_at_cases),
    "prosecutor": (Worker.charges, Worker.looks_at_cases),
    "court_clerk": (Worker.judges, Worker.looks_at_cases),
    "supervisor": (Worker.watches, Worker.looks_at_people),
}
