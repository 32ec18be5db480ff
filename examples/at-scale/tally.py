"""Tallies transcripts on an Apache Spark cluster: JSON lines in, a folder of tallies out.

    spark-submit tally.py --emic PATH --codebook book.toml INPUT OUTPUT [emic's options …]

The program and the codebook travel with the job. Each partition runs `emic tally -` once and feeds it
line by line, so memory stays small. A task that fails is run again by Spark; only what a finished
task wrote is kept. A line that emic cannot read fails the job and is named in the executor's log.
"""

import argparse
import os
import subprocess
import threading


def tallied(files, options):
    """The function that turns the lines of a partition into tallies."""

    def partition(lines):
        from pyspark import SparkFiles

        emic, codebook = (SparkFiles.get(name) for name in files)
        command = [emic, "tally", "-", "--codebook", codebook, *options]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        broken = []

        def feed():
            try:
                with child.stdin as pipe:
                    for line in lines:
                        pipe.write(line.encode("utf-8") + b"\n")
            except BaseException as error:  # told below, in the task's own thread
                broken.append(error)

        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        for line in child.stdout:
            yield line.decode("utf-8").rstrip("\n")
        feeder.join()
        status = child.wait()
        if status != 0:
            raise RuntimeError(f"emic ended with {status}; its words stand in this executor's stderr")
        if broken:
            raise broken[0]

    return partition


def run(spark, arguments, wrap=lambda function: function):
    context = spark.sparkContext
    for path in (arguments.emic, arguments.codebook):
        context.addFile(os.path.abspath(path))
    files = [os.path.basename(path) for path in (arguments.emic, arguments.codebook)]
    lines = context.textFile(arguments.input, arguments.partitions)
    tallies = lines.mapPartitions(wrap(tallied(files, arguments.options)))
    tallies.saveAsTextFile(arguments.output)


def read_arguments():
    parser = argparse.ArgumentParser(
        description="Tally transcripts on a Spark cluster.", allow_abbrev=False
    )
    parser.add_argument("--emic", required=True, help="the program")
    parser.add_argument("--codebook", required=True)
    parser.add_argument("--partitions", type=int, default=None, help="at least so many tasks")
    parser.add_argument("input", help="JSON lines: a file, a folder or a pattern Spark can read")
    parser.add_argument("output", help="a new folder for the tallies")
    arguments, arguments.options = parser.parse_known_args()
    return arguments


if __name__ == "__main__":
    from pyspark.sql import SparkSession

    session = SparkSession.builder.appName("emic tally").getOrCreate()
    run(session, read_arguments())
    session.stop()
