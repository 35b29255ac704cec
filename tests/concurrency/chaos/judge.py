"""What the rows say against what arrived."""

from collections import Counter
from dataclasses import dataclass, field

from reminders.models import Delivery, Occurrence, Plan
from reminders.rules import OPEN, Doubt, State
from tests.concurrency.chaos.sinks import Ledger


@dataclass
class Report:
    """One storm. ``problems`` is empty when every promise was kept; times in seconds."""

    seed: int
    policy: Doubt
    lease: float
    faults: Counter
    killed: int  # pool processes and threads killed
    injected: Counter
    transport_doubts: int
    states: Counter = field(default_factory=Counter)
    deliveries: int = 0
    arrived: int = 0
    doubled: int = 0
    in_doubt: int = 0
    p50: float = 0.0
    p99: float = 0.0
    worst: float = 0.0
    problems: list[str] = field(default_factory=list)

    def check(self, right: bool, words: str) -> None:
        if not right:
            self.problems.append(words)

    def __str__(self) -> str:
        rows = [
            ("seed, policy", f"{self.seed}, {self.policy}"),
            ("faults", f"{self.faults.total()}: " + _counts(self.faults)),
            ("transports", _counts(self.injected)),
            ("deliveries", f"{self.deliveries}: " + _counts(self.states)),
            ("arrived, doubled", f"{self.arrived}, {self.doubled}"),
            (
                "in doubt",
                f"{self.in_doubt} of at most {self.killed} killed + {self.transport_doubts} without an answer",
            ),
            (
                "late",
                f"p50 {self.p50:.2f} s, p99 {self.p99:.2f} s, worst {self.worst:.2f} s (lease {self.lease:g} s)",
            ),
            ("problems", "; ".join(self.problems[:10]) or "none"),
        ]
        return "\n".join(f"{name:<17} {said}" for name, said in rows)


def _counts(counter: Counter) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counter.items())) or "none"


def percentile(values: list[float], part: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)] if ordered else 0.0


def judge(report: Report, ledger: Ledger) -> Report:
    """Fills in what happened to every delivery and which promise was broken."""
    slots = Counter(Occurrence.objects.values_list("plan_id", flat=True))
    report.check(
        set(slots) == set(Plan.objects.values_list("pk", flat=True)), f"{Plan.objects.count() - len(slots)} never due"
    )
    report.check(set(slots.values()) == {1}, "a slot came twice")
    rows = list(Delivery.objects.select_related("occurrence", "recipient").order_by("pk"))
    report.deliveries = len(rows)
    report.states = Counter(str(row.state) for row in rows)
    late = []
    by_mail = {(row.occurrence_id, row.recipient_id): row for row in rows if row.channel == "email"}
    missing = len(slots) - len({row.occurrence_id for row in rows})
    report.check(not missing, f"{missing} occurrences without a delivery")
    for row in rows:
        number = row.recipient.email.partition("@")[0]
        copies = ledger.copies[str(row.pk)] if row.channel == "email" else ledger.copies[number]
        report.arrived += bool(copies)
        report.doubled += max(copies - 1, 0)
        report.in_doubt += row.doubts
        told = f"{row.channel} {number} ({row.state} {row.reason}, {copies} arrived, {row.doubts} in doubt)"
        report.check(row.state not in OPEN, f"still open: {told}")
        report.check(copies - 1 <= row.doubts, f"doubled without a doubt: {told}")
        if row.state == State.SENT:
            report.check(copies >= 1, f"LOST, called sent: {told}")
            late.append((row.sent_at - row.occurrence.due_at).total_seconds())
        elif row.state == State.UNKNOWN:
            report.check(report.policy is Doubt.NEVER_AGAIN, f"given up although it may be told again: {told}")
            report.check(row.doubts == 1 and row.reason == "in_doubt", f"a doubt that does not say so: {told}")
        elif row.state == State.FAILED:
            address = row.recipient.email if row.channel == "email" else number
            report.check(address in ledger.refused, f"LOST, nobody refused it: {told}")
            mail = by_mail.get((row.occurrence_id, row.recipient_id))
            report.check(mail is not None, f"LOST, no mail in its place: {told}")
        elif row.state not in OPEN:
            report.check(False, f"LOST: {told}")
    report.check(report.doubled <= report.in_doubt, f"{report.doubled} doubled, {report.in_doubt} in doubt")
    most = report.killed + report.transport_doubts
    report.check(report.in_doubt <= most, f"{report.in_doubt} in doubt, at most {most} explained")
    if report.policy is Doubt.NEVER_AGAIN:
        report.check(not report.doubled, f"{report.doubled} doubled under a policy that never tells again")
    report.p50, report.p99, report.worst = percentile(late, 0.5), percentile(late, 0.99), max(late, default=0)
    return report
