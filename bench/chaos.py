"""``python -m bench.chaos``: storms over a whole Tend of real processes; what was told against what truly arrived.

Each storm has a database and a Redis of its own. Children, workers, beats and broker are killed by SIGKILL, everything
in Redis is thrown away, mail server and push service misbehave, by a seed that is printed. Nothing may be lost, nothing
doubled beyond what its row calls a doubt, and the 99th percentile of lateness is at most 4 leases. Exit code 1 when a
promise was broken. Takes some ten minutes; ``--only`` runs one storm.
"""

import argparse
import random
import subprocess
import sys
from contextlib import nullcontext

from bench import house

LEASES = 4
STORMS = {
    "postgres-resend": {"deliveries": 3200, "faults": 32, "seconds": 200, "policy": "resend"},
    "postgres-never-again": {"deliveries": 3200, "faults": 32, "seconds": 200, "policy": "never_again"},
    "embedded": {"deliveries": 800, "faults": 12, "seconds": 80, "policy": "resend", "threads": True, "children": 2},
}


def storm(name: str, *, seed: int, lease: float) -> int:
    values = STORMS[name]
    threads = bool(values.get("threads"))
    with nullcontext("") if threads else house.postgres() as url, house.opened(url) as folder:
        from django.db import connection

        from reminders.rules import Doubt
        from tests.concurrency.chaos.storm import Storm, run

        wanted = Storm(**values | {"policy": Doubt(values["policy"]), "seed": seed, "lease": lease})
        address = url or f"sqlite:///{folder / 'bench.sqlite3'}"
        report = run(wanted, folder, address, say=lambda words: print(words, flush=True))
        connection.close()
    print(report)
    late = report.p99 > LEASES * lease
    print(f"p99 of lateness   {report.p99 / lease:.1f} leases, at most {LEASES}{': BROKEN' if late else ''}")
    return 1 if report.problems or late else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=sorted(STORMS))
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--lease", type=float, default=5.0, help="seconds; every other wait keeps its proportion to it")
    asked = parser.parse_args()
    if asked.only:
        return storm(asked.only, seed=asked.seed, lease=asked.lease)
    broken = []
    for name in STORMS:
        print(f"\n=== {name}", flush=True)
        # A process each: Django knows one database.
        command = [sys.executable, "-m", "bench.chaos", "--only", name, "--seed", str(asked.seed)]
        if subprocess.run([*command, "--lease", str(asked.lease)]).returncode:
            broken.append(name)
    print(f"\npromises broken in: {', '.join(broken) or 'no storm'}")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
