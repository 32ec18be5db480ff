"""The example's job, in which the executor of one task is killed while it works.

Run as `killed.py FOLDER …` with the folder of the example in front of its own arguments. Every task
notes in the output's neighbour `OUTPUT.tasks` which attempt it is, so that the test can see that
the murder happened.
"""

import os
import signal
import sys

sys.path.insert(0, sys.argv.pop(1))
import tally  # noqa: E402  (the example)


def murderous(notes):
    def wrap(function):
        def partition(lines):
            from pyspark import TaskContext

            task = TaskContext.get()
            place, attempt = task.partitionId(), task.attemptNumber()
            with open(f"{notes}/{place}-{attempt}", "w"):
                pass

            def watched():
                for number, line in enumerate(lines):
                    if (place, attempt, number) == (1, 0, 20):
                        # The worker's parent is the daemon, whose parent is the executor.
                        with open(f"/proc/{os.getppid()}/stat") as stat:
                            executor = int(stat.read().rsplit(")", 1)[1].split()[1])
                        os.kill(executor, signal.SIGKILL)
                    yield line

            return function(watched())

        return partition

    return wrap


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("emic tally, killed").getOrCreate()
    session.sparkContext.addPyFile(tally.__file__)
    arguments = tally.read_arguments()
    notes = f"{arguments.output}.tasks"
    os.makedirs(notes)
    tally.run(session, arguments, murderous(notes))
    session.stop()
