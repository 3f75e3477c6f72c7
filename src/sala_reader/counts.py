"""Numbers of things: which measure, which year, from the words around them."""

from sala_reader.frames import (
    CountedThing,
    GoverningAct,
    act_after,
    fit_frame,
    governing_acts,
)
from sala_reader.quantities import Quantity, find_quantities
from sala_reader.regions import SentenceRegions
from sala_reader.report_figures import (
    FigureAnchor,
    ReadingMemory,
    ReportFigure,
    UnreadNumber,
    UnreadReason,
)
from sala_reader.time_expressions import TimeExpression, find_times
from sala_reader.tokens import WORD, SentenceTokens
from sala_reader.trends import Trend, find_trends, year_of_end
from sala_reader.vocabulary import Vocabulary, word_list

MEMBERS = frozenset(["victim", "person", "offender", "participant", "official"])
AT_FIRST = 8  # so near its beginning, a time is of the whole sentence
UNDER = frozenset(["with", "involving", "against", "in"])
OWN_UNITS = frozenset({"month", "money", "percent"})
WHOLES = (["of", "the"], ["of", "these"], ["of", "those"], ["of", "its"])
PERMITS = word_list("permits")
NONE: frozenset[str] = frozenset()


class ParsedSentence:
    """One sentence being read: its tokens, numbers, times, parts, and what it may refer
    to.
    """

    def __init__(
        self,
        text: str,
        base: int,
        vocabulary: Vocabulary,
        memory: ReadingMemory,
        report: int,
    ) -> None:
        self.vocabulary, self.memory, self.report = vocabulary, memory, report
        self.tokens = SentenceTokens(text, base, vocabulary.words, vocabulary.compounds)
        self.numbers = find_quantities(self.tokens)
        self.times = find_times(self.tokens, self.numbers, report)
        self.regions = SentenceRegions(self.tokens)
        self.trends = find_trends(self.tokens, self.numbers, self.regions.inside)
        for trend in self.trends:
            self.regions.forget_comparisons(
                trend.verb, max(trend.later.last, trend.earlier.last)
            )
        self.acts = governing_acts(self.tokens)
        self.figures: list[ReportFigure] = []
        self.loose: list[UnreadNumber] = []
        self.anchors: list[FigureAnchor] = []
        self.spoken_of: str | None = None  # the noun last counted, a figure or not
        self.missed = -1  # where the last number stands that was not understood
        self.silent: list[tuple[int, int]] = []
        marked = [
            word.marks for word in self.tokens.word if word is not None and word.marks
        ]
        self.around = frozenset().union(*marked)

    # ---- when

    def main_year(self) -> int | None:
        """The year the sentence itself names, outside brackets and comparisons."""
        for time in self.times:
            if not time.earlier and self.regions.is_plain(time.at):
                return time.year
        return None

    def time_of(self, quantity: Quantity) -> TimeExpression | None:
        """The time a number holds for, among those the sentence names."""
        begin, end = self.regions.region_of(quantity.first)
        plain = self.regions.is_plain(quantity.first)
        near = [
            t
            for t in self.times
            if begin <= t.at <= end and (not plain or self.regions.is_plain(t.at))
        ]
        later = next((t for t in near if t.at >= quantity.first), None)
        before = next((t for t in reversed(near) if t.at < quantity.first), None)
        if not plain:
            return later or before
        if later and not self._is_separated(quantity, later):
            return later
        if later and (
            later.earlier or ";" in self.tokens.low[quantity.last : later.at]
        ):
            later = None
        if (
            before
            and before.at > AT_FIRST
            and (
                before.earlier
                or (plain and ";" in self.tokens.low[before.at : quantity.lead])
            )
        ):
            before = None  # "the same as last year, which was 300": of this year
        return before or later

    def _is_separated(self, quantity: Quantity, time: TimeExpression) -> bool:
        """Whether a clause ends, or another number stands, between a number and a time."""
        if ";" in self.tokens.low[quantity.last : time.at]:
            return True
        return any(
            q.kind not in {"year", "date", "code", "span"}
            and quantity.last <= q.first < time.at
            and self.tokens.low[quantity.last : q.first] not in WHOLES
            for q in self.numbers
        )

    def default_year(self, quantity: Quantity) -> int:
        """The year of a number whose sentence names none for it."""
        if not self.regions.is_plain(quantity.first):
            if self.regions.comparison_at(quantity.first):
                return (self.main_year() or self.report - 1) - 1
            return (
                self.anchors[-1].year or self.report - 1
                if self.anchors
                else self.report - 1
            )
        carried = self.memory.year
        if carried and carried != self.report - 1:
            if self.tokens.text_at(0) in {"of", "these", "those", "they"}:
                return carried
            beside = next((t for t in self.times if t.at > quantity.last), None)
            if (
                beside
                and not beside.earlier
                and self.regions.inside[beside.at]
                and beside.year == carried - 1
            ):
                return carried
        return self.report - 1

    def trend_of(self, quantity: Quantity) -> Trend | None:
        """The trend that a number is an end of."""
        return next((t for t in self.trends if quantity in (t.earlier, t.later)), None)

    def years_of(
        self,
        quantity: Quantity,
        measure: str,
    ) -> list[tuple[int | None, str | None]]:
        """The years, with a finer period, that a number holds for."""
        if measure in self.vocabulary.standing:
            return [(None, None)]
        if measure.startswith("penalty"):
            return [(self.report - 1, None)]
        if trend := self.trend_of(quantity):
            return [(year_of_end(trend, quantity, self.times, self.report), None)]
        time = self.time_of(quantity)
        if time is None:
            return [(self.default_year(quantity), None)]
        if time.earlier:
            main = self.main_year()
            return [((main - 1) if main and main > time.year else time.year, None)]
        return [(time.year, time.period), *((year, None) for year in time.also)]

    # ---- what

    def marks_beside(
        self,
        quantity: Quantity,
        what: CountedThing,
        act: GoverningAct,
    ) -> frozenset[str]:
        """The marks beside what is counted."""
        marks: set[str] = {"ongoing"} if act.ongoing else set()
        standing = self.tokens.text_at(what.end) in {
            "are",
            "were",
            "is",
            "was",
            "remained",
            "remain",
        }
        end = what.end + (3 if standing else 1)
        for index in range(max(0, quantity.lead - 2), min(len(self.tokens), end)):
            word = self.tokens.word[index]
            if word is not None and word.marks:
                marks |= word.marks
        return frozenset(marks)

    def official_marks(self, what: CountedThing) -> frozenset[str]:
        """Whether officials are whom it is about: "three prosecutions of complicit
        officials".
        """
        for index in range(what.head, min(what.head + 12, len(self.tokens))):
            word, low = self.tokens.word[index], self.tokens.low[index]
            if low in {";", ".", "by"} or (low == "with" and index > what.head):
                break
            if low == "," and not self._listed_event(index + 1):
                break
            if word is not None and (
                (word.noun == "official" and index > what.head + 1)
                or "official" in word.marks
            ):
                return frozenset({"official"})
        return NONE

    def _listed_event(self, index: int) -> bool:
        """In "investigations, prosecutions, or convictions of officials": the list goes
        on.
        """
        while self.tokens.text_at(index) in {"and", "or"}:
            index += 1
        word = self.tokens.word_at(index)
        return word is not None and bool(word.act)

    def measures_by_frame(
        self, quantity: Quantity, what: CountedThing
    ) -> list[tuple[str, str]]:
        """The measures of a number by its own noun and act."""
        governing = (
            self.acts[quantity.lead]
            if quantity.lead < len(self.acts)
            else GoverningAct()
        )
        whom = self.tokens.low[what.end : what.end + 2] in (
            ["of", "whom"],
            ["of", "which"],
        )
        said_after = act_after(self.tokens, what.end + 2 * whom) if what.noun else None
        verbs: list[str | None] = []
        tries: list[list[str | None]]
        if said_after and said_after.verbs[0] not in {
            "exploit",
            "enter",
            "involve",
            "open",
        }:
            verbs += said_after.verbs
            verbs += self._coordinated_verbs(said_after)
        verbs += governing.verbs or [None]
        if what.head >= 0 and self._act_governs(quantity, governing, said_after):
            tries = [[*governing.verbs], [*said_after.verbs] if said_after else []]
        elif said_after and len(verbs) > 1 and said_after.verbs[0] != "involve":
            first = len(said_after.verbs)
            if quantity.value == 0:  # "no offenders were prosecuted or convicted"
                first += len(self._coordinated_verbs(said_after))
            tries = [verbs[:first], verbs[first:]]
        else:
            tries = [verbs]
        tries = [self._without_continue(verbs) for verbs in tries]
        if self._grants_permits(quantity, governing):
            tries = [[v for v in verbs if v != "provide"] for verbs in tries]
        if what.within:
            whole = (
                self.tokens.text_at(quantity.lead - 2) == "of"
            )  # "four of the seven"
            tries = [[what.within]] if whole else [*tries, [what.within]]
        going = said_after if said_after and said_after.ongoing else governing
        near, head = self.marks_beside(quantity, what, going), self.official_marks(what)
        if what.within == "continue":
            near |= {"ongoing"}
        for group in tries:
            found: list[tuple[str, str]] = []
            for verb in group:
                if verb == "involve" and found:
                    continue
                made = fit_frame(
                    self.vocabulary,
                    noun=what.noun or "",
                    verb=verb,
                    near=near,
                    around=self.around,
                    head=head,
                    section=self.memory.section,
                )
                if made and made not in found:
                    found.append(made)
            if found:
                return found
        return []

    def _grants_permits(self, quantity: Quantity, governing: GoverningAct) -> bool:
        """In "Granted residence permits to 31 victims": no care."""
        return governing.end >= 0 and bool(
            PERMITS & set(self.tokens.low[governing.end : quantity.lead]),
        )

    def _act_governs(
        self,
        quantity: Quantity,
        governing: GoverningAct,
        said_after: GoverningAct | None,
    ) -> bool:
        """Whether the act before governs, and a participle after only describes."""
        if said_after is None or not said_after.noun or not governing.verbs:
            return False
        return (
            self.regions.is_plain(quantity.first)
            and ";" not in self.tokens.low[governing.end : quantity.first]
        )

    def _without_continue(self, verbs: list[str | None]) -> list[str | None]:
        """In "Initiated or continued": one count, of the first."""
        others = [v for v in verbs if v != "continue"]
        return others if others and len(others) < len(verbs) else verbs

    def _coordinated_verbs(self, act: GoverningAct) -> list[str | None]:
        following = self.tokens.word_at(act.end + 2)
        if (
            act.end >= 0
            and self.tokens.text_at(act.end + 1) in {"and", "or"}
            and following
            and following.verb
            and following.past
        ):
            return [following.verb]
        return []

    def find_anchor(self, quantity: Quantity, noun: str | None) -> FigureAnchor | None:
        """The figure that a number refers back to: the nearest of its kind."""
        if self.regions.inside[quantity.first]:
            begin = self.regions.brackets[self.regions.inside[quantity.first]][0]
            pool = [a for a in self.anchors if begin <= a.at < quantity.first]
            pool = (
                pool or [a for a in self.anchors if a.at < begin] or self.memory.anchors
            )
        elif self.regions.comparison_at(quantity.first):
            begin = self.regions.comparison_at(quantity.first)[0]  # type: ignore[index]
            pool = [a for a in self.anchors if a.at >= begin] if not noun else []
            pool = pool or [a for a in self.anchors if a.at < begin and not a.compared]
            pool = pool or self.anchors or self.memory.anchors
        else:
            pool = self.anchors or self._anchors_spoken_of()
        pool = [a for a in pool if a.unit not in OWN_UNITS]
        if noun:
            same = [a for a in pool if a.noun == noun]
            return same[-1] if same else None
        if not pool:
            return None
        above = [a for a in pool if not a.under] or pool
        chosen = above[-1] if not self.regions.is_plain(quantity.first) else pool[-1]
        if self.regions.inside[quantity.first] and chosen.compared:
            # "27 traffickers (8 in 2017) in 11 cases (6 in 2017)": each with its own
            # bracket
            chosen = self._last_plain(quantity, chosen) or chosen
        return next(a for a in pool if a.at == chosen.at)

    def _last_plain(
        self, quantity: Quantity, compared: FigureAnchor
    ) -> FigureAnchor | None:
        """The figure between a bracket and the one before it; none where nothing stands
        there.
        """
        begin = self.regions.brackets[self.regions.inside[quantity.first]][0]
        between = [
            a for a in self.anchors if compared.at < a.at < begin and not a.compared
        ]
        return max(
            between,
            key=lambda a: a.at,
            default=None,
        )

    def _anchors_spoken_of(self) -> list[FigureAnchor]:
        """The figures before that "of these prosecutions" may mean."""
        if self.tokens.text_at(0) == "of" and self.tokens.text_at(1) in {
            "these",
            "those",
            "the",
        }:
            word = self.tokens.word_at(2)
            if word is not None and word.noun:
                return [
                    a for a in self.memory.anchors if a.noun == word.noun
                ] or self.memory.anchors
        return self.memory.anchors

    # ---- say it

    def quote_of(self, first: int, last: int) -> tuple[str, int, int]:
        """The exact words from a token to one past another, with their place in the
        text.
        """
        tokens = self.tokens
        start, end = tokens.start[first], tokens.end[last - 1]
        return tokens.text[start:end], tokens.base + start, tokens.base + end

    def add_figure(
        self,
        measure: str,
        unit: str,
        quantity: Quantity,
        *,
        end: int,
        found_by: str,
        noun: str | None = None,
        **more: object,
    ) -> None:
        """Keep a figure, once for each year it holds for."""
        end = self._extend_to_year(max(end, quantity.last))
        text, start, stop = self.quote_of(quantity.lead, end)
        for year, period in self.years_of(quantity, measure):
            figure = ReportFigure(
                measure,
                quantity.value,
                unit,
                year,
                text,
                start,
                stop,
                found_by,
                period=period,
            )
            figure.qualifier = quantity.qualifier
            for name, value in more.items():
                setattr(figure, name, value)
            self.figures.append(figure)
        anchor = FigureAnchor(
            measure,
            unit,
            noun,
            quantity.value,
            quantity.first,
            self.figures[-1].year,
            not self.regions.is_plain(quantity.first),
            under=bool(self.anchors)
            and self.tokens.text_at(quantity.lead - 1) in UNDER,
        )
        self.anchors.append(anchor)
        self.memory.recent.append(anchor)

    def _extend_to_year(self, end: int) -> int:
        for time in self.times:
            if (
                not time.earlier
                and end < time.at + 1 <= end + 2
                and self.tokens.text_at(end) in {"in", "during"}
            ):
                return time.at + 1
        return end

    def add_unread(self, quantity: Quantity, reason: UnreadReason) -> None:
        """Keep a number that was not understood."""
        self.missed = quantity.first
        text, start, end = self.quote_of(quantity.lead, quantity.last)
        self.loose.append(UnreadNumber(text, start, end, reason))

    def group_of(self, quantity: Quantity, what: CountedThing) -> str | None:
        """The group that a number is of: sex, age, kind of exploitation, nationality."""
        stop = max(what.end, quantity.last)
        if (
            self.tokens.text_at(stop) in {"of", "for", "who", "in", "were", "are"}
            or what.head < 0
        ):
            stop = min(stop + 7, len(self.tokens))
        elif self.tokens.text_at(stop) in {"and", "or"} and self.tokens.is_word(
            stop + 1
        ):
            joined = self.tokens.word_at(stop + 1)
            stop += 2 if joined is not None and joined.noun and joined.group else 0
        names: list[str] = []
        for index in range(quantity.last, stop):
            if self.tokens.kind[index] != WORD and self.tokens.low[index] not in {
                "-",
                "“",
                "”",
            }:
                break
            word = self.tokens.word[index]
            if word is not None and word.number is not None:
                break
            name = word.group if word is not None else None
            if (
                name == "labor trafficking"
                and self.tokens.text_at(index - 1) == "forced"
            ):
                name = "forced labor"
            if name and name not in names:
                names.append(name)
        return ", ".join(names) or None
