"""One line of the doctor."""

from dataclasses import dataclass

OK, WARN, FAIL = "ok", "warn", "fail"


@dataclass(frozen=True)
class Verdict:
    """How one part of the site is, and what to do where it is not well."""

    part: str
    state: str
    words: str
    fix: str = ""

    def __str__(self) -> str:
        line = f"{self.state:<4}  {self.part:<10}  {self.words}"
        return f"{line} Fix: {self.fix}" if self.fix else line


def ok(part: str, words: str) -> Verdict:
    return Verdict(part, OK, words)


def warn(part: str, words: str, fix: str) -> Verdict:
    return Verdict(part, WARN, words, fix)


def fail(part: str, words: str, fix: str) -> Verdict:
    return Verdict(part, FAIL, words, fix)


def reason(fault: BaseException) -> str:
    """The first line of what a service said, without its last full stop."""
    return str(fault).strip().split("\n")[0].rstrip(".") or type(fault).__name__
