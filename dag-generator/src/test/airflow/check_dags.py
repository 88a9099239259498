"""Generates DAG files, and lets real releases of Airflow import and run them against a real PostgreSQL.

    check_dags.py FOLDER RELEASE...

FOLDER holds a virtual environment per release, and gets everything that is written. Started by .ci/airflow.sh.

A run is `airflow dags test`, on a database of its own per release and style: first the generated deploy DAG installs the
routines, then the policy runs while one of its tables cannot be worked on, then again after the cause is gone.
"""

import datetime
import json
import os
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[3]
GOLDEN = ROOT / "dag-generator/src/test/resources/golden"
JAR = ROOT / "deployer/target/partition-tools.jar"
STYLES = ("static", "mapped")
BROKEN = "returns"
TODAY = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
PATIENCE = 300


class Results:
    """Counts what passed, and shows what did not."""

    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.lock = threading.Lock()

    def add(self, what, problem=""):
        with self.lock:
            self.passed += not problem
            self.failed += bool(problem)
            print(f"{'FAIL' if problem else 'ok  '} {what}{': ' + problem if problem else ''}", flush=True)


def command(arguments, log, **environment):
    """Runs a program with its output in a file; its exit code."""
    with open(log, "w") as out:
        return subprocess.run(
            [str(a) for a in arguments],
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
            timeout=PATIENCE,
            env={**os.environ, **environment},
        ).returncode


def tail(log, lines=15):
    return "\n" + "\n".join(Path(log).read_text(errors="replace").splitlines()[-lines:])


def partition_tools(*arguments):
    java = Path(os.environ["JAVA_HOME"], "bin/java") if os.environ.get("JAVA_HOME") else "java"
    return [java, "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-jar", JAR, *arguments]


class Shop:
    """The server with the databases, one per release and style."""

    def __init__(self, log):
        java = partition_tools()[0]
        self.process = subprocess.Popen(
            [java, "-cp", JAR, HERE / "ShopServer.java"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=open(log, "w"),
            text=True,
            encoding="utf-8",
            cwd=ROOT,
        )
        self.lock = threading.Lock()
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            raise SystemExit("PostgreSQL did not start:" + tail(log))

    def ask(self, line):
        with self.lock:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline().strip()
        if answer != "done":
            raise RuntimeError(f"{line}: {answer}")

    def create(self, database):
        self.ask(f"create {database} test_sql/demo_sales.sql {HERE.relative_to(ROOT)}/shop.sql")

    def url(self, database):
        return f"postgres://postgres@localhost:{self.port}/{database}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(PATIENCE)


class Airflow:
    """A release in its virtual environment, with a home of its own."""

    def __init__(self, folder, release, dags, shop):
        self.release = release
        self.folder = folder / release
        self.home = self.folder / "home"
        self.shop = shop
        self.databases = {style: f"airflow_{release.replace('.', '_')}_{style}" for style in STYLES}
        self.environment = {
            "AIRFLOW_HOME": str(self.home),
            "AIRFLOW__CORE__DAGS_FOLDER": str(dags),
            "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore",
            # The deploy DAG finds its program where a worker would.
            "PATH": f"{ROOT}{os.pathsep}{os.environ['PATH']}",
        }
        for style, database in self.databases.items():
            url = f"postgresql://postgres@localhost:{shop.port}/{database}"
            self.environment[f"AIRFLOW_CONN_SHOP_{style.upper()}"] = url

    def run(self, log, program, *arguments):
        log = self.folder / f"{log}.log"
        return command([self.folder / "bin" / program, *arguments], log, **self.environment), log

    def prepare(self):
        self.home.mkdir(parents=True, exist_ok=True)
        (self.home / "airflow.db").unlink(missing_ok=True)
        code, log = self.run("migrate", "airflow", "db", "migrate")
        if code:
            raise RuntimeError("airflow db migrate failed:" + tail(log))
        for database in self.databases.values():
            self.shop.create(database)

    def test(self, dag, log):
        """`airflow dags test`; the run's state and those of the tasks, several for a mapped one."""
        _, log = self.run(log, "airflow", "dags", "test", dag, TODAY)
        with sqlite3.connect(self.home / "airflow.db") as db:
            runs = db.execute("SELECT run_id, state FROM dag_run WHERE dag_id = ? ORDER BY id DESC", [dag]).fetchall()
            if not runs:
                raise RuntimeError(f"{dag} did not run:" + tail(log))
            rows = db.execute(
                "SELECT task_id, state FROM task_instance WHERE dag_id = ? AND run_id = ?", [dag, runs[0][0]]
            ).fetchall()
        states = {}
        for task, state in rows:
            states.setdefault(task, []).append(state)
        return runs[0][1], states, log


def check_import(airflow, results, folders):
    for folder in folders:
        code, log = airflow.run("import", "python", HERE / "import_dags.py", folder)
        results.add(f"Airflow {airflow.release} imports {folder.name}/", tail(log) if code else "")


def check_deploy(airflow, results):
    state, states, log = airflow.test("partition_tools_deploy", "deploy")
    results.add(
        f"Airflow {airflow.release} installs the routines with partition_tools_deploy ({len(states)} tasks)",
        "" if state == "success" else f"{state}, {states}{tail(log)}",
    )


def not_in(states, wanted, unless=lambda task: False):
    return {t: s for t, s in states.items() if not unless(t) and not set(s) <= wanted}


def check_failure(airflow, results, style):
    """The table that cannot be worked on fails in one task, what follows is not run; all others succeed."""
    state, states, log = airflow.test(f"shop-{style}", f"{style}-with-a-broken-table")
    failed = {task: s for task, s in states.items() if "failed" in s}
    first = {"static": "create_partitions", "mapped": "start"}[style]
    after = {task: s for task, s in states.items() if task.startswith(BROKEN + ".") and "upstream_failed" in s}
    others = not_in(states, {"success"}, lambda task: task.startswith(BROKEN + "."))
    good = state == "failed" and set(failed) == {f"{BROKEN}.{first}"} and len(after) == 1 and not others
    results.add(
        f"Airflow {airflow.release}, {style}: a failing table is its own failed task only"
        f" ({', '.join(failed)} of {len(states)} tasks)",
        "" if good else f"{state}, {states}{tail(log)}",
    )


def check_repaired(airflow, results, style):
    """Again, after the cause is gone: everything succeeds; mapped tasks without work are skipped."""
    airflow.shop.ask(f"execute {airflow.databases[style]} DROP VIEW sales.unsorted_returns")
    state, states, log = airflow.test(f"shop-{style}", style)
    mapped = style == "mapped"
    others = not_in(states, {"success"}, lambda task: mapped and task.endswith(".start"))
    idle = sorted(task.split(".")[0] for task, s in states.items() if s == ["skipped"])
    good = state == "success" and not others and (not mapped or len(idle) == 3)
    results.add(
        f"Airflow {airflow.release}, {style}: runs again, every task succeeds"
        + (f", {len(idle)} tables have nothing left to start" if mapped else ""),
        "" if good else f"{state}, {states}{tail(log)}",
    )


def check_shape(airflow, results, style):
    """What `plan` and `check` say afterwards, about the tables that a run worked on."""
    policy = HERE / f"shop-{style}.yaml"
    url = airflow.shop.url(airflow.databases[style])
    as_of = ["--as-of", f"{TODAY}T00:00:00Z"] if style == "mapped" else []
    log = airflow.folder / f"{style}-plan.log"
    command(partition_tools("plan", policy, "--url", url, "--format", "json", *as_of), log)
    text = log.read_text()
    planned = json.loads(text) if text.startswith("[") else text
    results.add(
        f"Airflow {airflow.release}, {style}: nothing is left to plan", "" if planned == [] else tail(log)
    )
    log = airflow.folder / f"{style}-check.log"
    code = command(partition_tools("check", policy, "--url", url, *as_of), log)
    results.add(f"Airflow {airflow.release}, {style}: the partitions are in shape", tail(log) if code else "")


def check_release(airflow, results, folders):
    try:
        airflow.prepare()
        check_import(airflow, results, folders)
        check_deploy(airflow, results)
        for style in STYLES:
            check_failure(airflow, results, style)
            check_repaired(airflow, results, style)
            check_shape(airflow, results, style)
    except Exception as e:
        results.add(f"Airflow {airflow.release}", f"{type(e).__name__}: {e}")


def generate(folder, results):
    policies = [HERE / f"shop-{style}.yaml" for style in STYLES]
    log = folder / "generate.log"
    dags = folder / "dags"
    code = command(partition_tools("generate", *policies, "--output", dags, "--deploy-dag"), log)
    results.add("partition-tools generate", tail(log) if code else "")
    return dags


def check_format(ruff, folders, results):
    for folder in folders:
        done = subprocess.run(
            [ruff, "format", "--check", "--diff", "--isolated", "--no-cache", folder],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        results.add(f"ruff format --check {folder.name}/", done.stdout if done.returncode else "")


def main(folder, *releases):
    folder = Path(folder).resolve()
    results = Results()
    dags = generate(folder, results)
    folders = [GOLDEN / "airflow", GOLDEN / "airflow-container", dags]
    check_format(folder / releases[0] / "bin/ruff", folders, results)
    with Shop(folder / "server.log") as shop, ThreadPoolExecutor() as pool:
        for release in releases:
            pool.submit(check_release, Airflow(folder, release, dags, shop), results, folders)
    print(f"{results.passed} passed, {results.failed} failed")
    return 1 if results.failed or not results.passed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
