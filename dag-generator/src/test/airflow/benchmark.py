"""What it costs to generate DAG files for 10,000 tables in 100 policies, and to import one of them.

    benchmark.py FOLDER RELEASE...

FOLDER holds a virtual environment per release of Airflow. Started by .ci/airflow.sh, which explains more.
Fails when a target takes a minute or longer: it shall be seconds.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from check_dags import HERE, ROOT, partition_tools

POLICIES = 100
TABLES = 100
LIMIT_SECONDS = 60
STYLES = ("static", "mapped")

HEAD = """\
kind: partitioning
api: v1
schedule: 0 1 * * *
connection_id: warehouse
schema: sales
airflow: {style: %s}
tables:
"""
TABLE = """\
  - table: orders_%03d_%03d
    operations:
      - operation: create_partitions
        granularity: 3 months
        lower_bound: 2 years
        upper_bound: 9 months
      - operation: create_partitions
        granularity: 1 month
        lower_bound: 1 year
        upper_bound: -3 months
      - operation: merge_partitions
        granularity: 3 months
        lower_bound: 1 year
        upper_bound: 6 months
        table_space: warm
        limit_operations: 4
      - operation: delete_partitions
        lower_bound: 10 years
        upper_bound: 2 years
"""


def write_policies(folder, style):
    folder.mkdir(parents=True)
    for policy in range(POLICIES):
        tables = "".join(TABLE % (policy, table) for table in range(TABLES))
        (folder / f"{style}_{policy:03}.yaml").write_text(HEAD % style + tables)
    return sorted(folder.iterdir())


def measured(arguments, **environment):
    """Runs a program; its output, its seconds, and its largest memory in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(a) for a in arguments], stdout=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments[:8]} failed")
    return output, time.perf_counter() - started, usage.ru_maxrss / 1024


def megabytes(folder):
    return sum(file.stat().st_size for file in folder.iterdir()) / 1e6


def show(*cells):
    print("{:<50} {:>9} {:>11} {:>11}".format(*cells), flush=True)


def generate(folder, target, style):
    policies = write_policies(folder / f"policies-{target}-{style}", style)
    output = folder / f"{target}-{style}"
    _, seconds, memory = measured(partition_tools("generate", "--target", target, "--output", output, *policies))
    what = f"generate {target}" + (f", {style}" if target == "airflow" else "")
    show(what, f"{seconds:.1f}", f"{memory:.0f}", f"{megabytes(output):.1f}")
    return output, seconds


# The first import of a process reads much of Airflow, too; the second is what a running scheduler pays.
IMPORT = """
import sys
from import_dags import load
load(sys.argv[1])
bag, seconds = load(sys.argv[1])
print(bag.import_errors or sum(len(dag.tasks) for dag in bag.dags.values()), seconds)
"""


def import_one(folder, release, file):
    home = str((folder / release / "home").resolve())
    output, _, memory = measured(
        [folder / release / "bin/python", "-W", "ignore", "-c", IMPORT, file],
        PYTHONPATH=str(HERE),
        PYTHONDONTWRITEBYTECODE="1",
        AIRFLOW_HOME=home,
        AIRFLOW__CORE__LOAD_EXAMPLES="False",
        AIRFLOW__LOGGING__LOGGING_LEVEL="ERROR",
    )
    *tasks, seconds = output.split()[-2:]
    if tasks == ["0"] or not tasks[0].isdigit():
        raise SystemExit(output)
    size = file.stat().st_size / 1e6
    show(f"Airflow {release} imports one file, {tasks[0]} tasks", f"{float(seconds):.2f}", f"{memory:.0f}", f"{size:.1f}")


def main(folder, *releases):
    folder = Path(folder).resolve()
    work = folder / "benchmark"
    shutil.rmtree(work, ignore_errors=True)
    print(f"{POLICIES * TABLES:,} tables in {POLICIES} policies, {os.cpu_count()} processors")
    show("", "seconds", "memory MB", "written MB")
    worst = 0.0
    for style in STYLES:
        dags, seconds = generate(work, "airflow", style)
        worst = max(worst, seconds)
        for release in releases:
            import_one(folder, release, sorted(dags.glob("*.py"))[0])
    for target in ("cron", "psql", "pg_cron", "kubernetes"):
        worst = max(worst, generate(work, target, "static")[1])
    shutil.rmtree(work)
    if worst >= LIMIT_SECONDS:
        print(f"FAIL: {worst:.0f} seconds, and it shall be less than {LIMIT_SECONDS}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
