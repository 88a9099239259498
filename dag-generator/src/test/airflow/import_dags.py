"""Imports directories of generated DAG files with a real Airflow, and fails if one does not import.

    AIRFLOW__CORE__LOAD_EXAMPLES=False import_dags.py DIRECTORY...

Also checks what only Airflow can tell: the DAGs' switches, that groups do not depend on each other, that no file opens
a connection or reads a policy while it is parsed, and how long a file takes.
"""

import builtins
import socket
import sys
import time
from pathlib import Path

try:  # Airflow 3.1 and later
    from airflow.dag_processing.dagbag import DagBag
except ImportError:
    from airflow.models.dagbag import DagBag


def forbid_network():
    def refuse(*arguments, **keywords):
        raise AssertionError("a generated file opens a connection while it is parsed")

    socket.socket.connect = refuse


def forbid_reading(suffixes):
    original = builtins.open

    def checked(file, *arguments, **keywords):
        if str(file).endswith(suffixes):
            raise AssertionError(f"a generated file reads {file} while it is parsed")
        return original(file, *arguments, **keywords)

    builtins.open = checked


def load(file):
    started = time.perf_counter()
    bag = DagBag(dag_folder=str(file))
    return bag, time.perf_counter() - started


def group(task):
    return task.task_id.split(".")[0]


def problems(dag):
    if dag.catchup:
        yield "catch-up is on"
    if dag.max_active_runs != 1:
        yield "more than one active run"
    if not dag.doc_md and dag.dag_id != "partition_tools_deploy":
        yield "no documentation"
    for task in dag.tasks:
        others = {group(other) for other in task.downstream_list} - {group(task)}
        if others:
            yield f"{task.task_id} holds up {', '.join(sorted(others))}"


def check(file):
    """Whether the file is right; prints what is not."""
    bag, seconds = load(file)
    findings = list(bag.import_errors.values())
    if not bag.dags and not findings:
        findings.append("no DAG in the file")
    for dag in bag.dags.values():
        findings.extend(problems(dag))
        print(f"{file.name}: {dag.dag_id}, {len(dag.tasks)} tasks, {seconds:.2f} s")
    for finding in findings:
        print(f"{file.name}: {finding}", file=sys.stderr)
    return not findings


def main(*directories):
    import airflow

    print(f"Airflow {airflow.__version__}")
    files = sorted(file for directory in directories for file in Path(directory).glob("*.py"))
    forbid_network()
    forbid_reading((".yaml", ".yml"))
    results = [check(file) for file in files]
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
