"""Running programs and comparing their times.

Two programs are compared by runs in turn, A B A B, and by the median of the ratios of neighbours:
what disturbs a busy machine for a second disturbs both. Beside it stands the ratio of processor
time, which waiting for others does not touch.
"""

import os
import statistics
import subprocess
import time


class Failed(Exception):
    """A program that did not end well, and what it said."""


class Run:
    """What one run took."""

    def __init__(self, command, threads=None, cwd=None, may_fail=False):
        env = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1")
        if threads:
            env["RAYON_NUM_THREADS"] = str(threads)
        before = os.times()
        begun = time.perf_counter()
        done = subprocess.run([str(part) for part in command], env=env, cwd=cwd,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False)
        self.wall = time.perf_counter() - begun
        after = os.times()
        self.cpu = (after.children_user - before.children_user
                    + after.children_system - before.children_system)
        self.out, self.status = done.stdout, done.returncode
        if self.status != 0 and not may_fail:
            words = done.stderr.decode(errors="replace").strip()
            raise Failed(f"{' '.join(map(str, command))}\n{words}")


class Ratio:
    """A against B: medians of the ratios of neighbouring runs, with their quartiles."""

    def __init__(self, a, b, runs):
        pairs = [(a(), b()) for _ in range(runs)]
        self.a, self.b = [p[0] for p in pairs], [p[1] for p in pairs]
        walls = sorted(x.wall / y.wall for x, y in pairs)
        self.wall = statistics.median(walls)
        self.low, self.high = walls[len(walls) // 4], walls[(3 * len(walls)) // 4]
        self.cpu = statistics.median(x.cpu / max(y.cpu, 1e-3) for x, y in pairs)
        self.a_seconds = statistics.median(run.wall for run in self.a)
        self.b_seconds = statistics.median(run.wall for run in self.b)


def seconds(command, runs, **options):
    """The median of the seconds of some runs."""
    return statistics.median(Run(command, **options).wall for _ in range(runs))


def peak(command, threads=None):
    """Peak memory in MiB, looked up in /proc every millisecond; None where there is no /proc. (What
    `wait` tells would include the memory of this script.)"""
    env = dict(os.environ, **({"RAYON_NUM_THREADS": str(threads)} if threads else {}))
    child = subprocess.Popen([str(part) for part in command], env=env,
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    most = 0
    while child.poll() is None:
        try:
            with open(f"/proc/{child.pid}/status", encoding="ascii", errors="replace") as status:
                told = status.read()
        except OSError:
            told = ""
        own = told.startswith("Name:\t" + os.path.basename(str(command[0]))[:15] + "\n")
        for line in told.splitlines() if own else ():
            if line.startswith("VmHWM:"):
                most = max(most, int(line.split()[1]))
        time.sleep(0.001)
    return most / 1024 or None
