"""The mutants of a room: each is one file with one expression or operator changed.

What is changed is mutmut's to say. Its own runner is not used: it leaves alone whatever
is decorated, which is every action (`@transaction.atomic`), and whatever stands outside
functions, which is all of `states` and `policy`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import libcst as cst
from libcst.metadata import (
    CodeRange,
    MetadataWrapper,
    PositionProvider,
    WhitespaceInclusivePositionProvider,
)
from mutmut.mutation.file_mutation import MutationVisitor
from mutmut.mutation.mutators import mutation_operators
from mutmut.mutation.pragma_handling import IgnoredCode

ROOT = Path(__file__).parents[2]
KINDS = ("rules", "states", "policy", "actions")
# Equal numbers give equal samples; a larger sample begins with the smaller one.
SEED = 12

Places = Mapping[cst.CSTNode, CodeRange]


@dataclass(frozen=True)
class Mutant:
    """One change of one place of a file."""

    path: str
    line: int
    function: str
    before: str
    after: str
    ordinal: int
    source: str

    @property
    def code(self) -> str:
        """What names the mutant for as long as its place says what it says."""
        named = (self.path, self.function, self.before, self.after, str(self.ordinal))
        return sha256("\0".join(named).encode()).hexdigest()[:10]


class EveryFunction(MutationVisitor):
    """Mutmut's visitor that passes over no function because it is decorated."""

    def _skip_node_and_children(self, node: cst.CSTNode) -> bool:
        if isinstance(node, cst.FunctionDef):
            return False
        if isinstance(node, cst.Assign) and is_list_of_names(node):
            return True
        return super()._skip_node_and_children(node)


def is_list_of_names(node: cst.Assign) -> bool:
    """Whether a statement only says what a module offers."""
    target = node.targets[0].target
    return isinstance(target, cst.Name) and target.value == "__all__"


def mutated_files(room: str) -> list[Path]:
    """The modules of a room whose mutants are asked after."""
    house = ROOT / "src" / "sala" / room
    found = [house / f"{kind}.py" for kind in KINDS]
    for kind in KINDS:
        found += sorted((house / kind).glob("**/*.py"))
    return [file for file in found if file.exists()]


def all_mutants(room: str) -> list[Mutant]:
    """Every mutant of a room, in the order in which a sample takes them."""
    found = [m for file in mutated_files(room) for m in mutants_of_file(file)]
    return sorted(found, key=drawn_place)


def drawn_place(mutant: Mutant) -> str:
    """Where the draw puts a mutant.

    It hangs on the mutant alone, so that a change of the code moves no other mutant.
    """
    return sha256(f"{SEED}:{mutant.code}".encode()).hexdigest()


def mutants_of_file(file: Path) -> Iterator[Mutant]:
    """The mutants of one file."""
    return mutants_of_source(str(file.relative_to(ROOT)), file.read_text())


def mutants_of_source(path: str, source: str) -> Iterator[Mutant]:
    """The mutants of the text of a file."""
    wrapper = MetadataWrapper(cst.parse_module(source), unsafe_skip_copy=True)
    visitor = EveryFunction(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    places = wrapper.resolve(PositionProvider)
    spans = wrapper.resolve(WhitespaceInclusivePositionProvider)
    starts = line_starts(source)
    seen: Counter[tuple[str, str, str]] = Counter()
    for mutation in visitor.mutations:
        node = mutation.original_node
        before = wrapper.module.code_for_node(node)
        after = wrapper.module.code_for_node(mutation.mutated_node)
        start, end = offsets(spans[node], starts)
        if one_line(source[start:end]) != one_line(before):
            raise ValueError(f"{path}: {before!r} does not stand where it should")
        line = places[node].start.line
        function = enclosing_name(wrapper.module, places, line)
        seen[function, before, after] += 1
        yield Mutant(
            path=path,
            line=line,
            function=function,
            before=one_line(before),
            after=one_line(after),
            ordinal=seen[function, before, after],
            source=source[:start] + after + source[end:],
        )


def line_starts(source: str) -> list[int]:
    """Where each line of a text begins."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    return starts


def offsets(span: CodeRange, starts: list[int]) -> tuple[int, int]:
    """Where a piece of code begins and ends in its text."""
    first, last = span.start, span.end
    return starts[first.line - 1] + first.column, starts[last.line - 1] + last.column


def one_line(code: str) -> str:
    """A piece of code on one line."""
    return " ".join(code.split())


def enclosing_name(module: cst.Module, places: Places, line: int) -> str:
    """The function or method in whose body a line stands, or nothing."""
    names = []
    body: Sequence[cst.CSTNode] = module.body
    while True:
        around = [
            node
            for node in body
            if isinstance(node, cst.FunctionDef | cst.ClassDef)
            and places[node].start.line <= line <= places[node].end.line
        ]
        if not around:
            return ""
        names.append(around[0].name.value)
        body = around[0].body.body
        if isinstance(around[0], cst.FunctionDef):
            return ".".join(names) if places[body[0]].start.line <= line else ""
