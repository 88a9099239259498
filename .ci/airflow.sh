#!/bin/sh
# Checks generated DAG files with real releases of Airflow, which pip installs below target/.
#
#   .ci/airflow.sh                        import the generated examples
#   .ci/airflow.sh DIRECTORY              import the files of a directory
#   .ci/airflow.sh DIRECTORY DAG_ID...    import them, then run these DAGs once (airflow dags test)
#
# Runs need AIRFLOW_CONN_WAREHOUSE, such as postgres://user:password@localhost:5432/warehouse, or the variable of
# whatever connection_id the policies name. AIRFLOW_RELEASES selects releases, PYTHON the interpreter (3.10 to 3.12).
set -eu
cd "$(dirname "$0")/.."

root=$PWD
releases=${AIRFLOW_RELEASES:-"3.3.2 2.11.2"}
python=${PYTHON:-python3}
# The golden files are what the examples give; a test compares them with the generator's output.
directory=$(cd "${1:-dag-generator/src/test/resources/golden/airflow}" && pwd)
[ $# -eq 0 ] || shift

install() {
    [ ! -e "$venv/complete" ] || return 0
    "$python" -m venv --clear "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check "apache-airflow==$release" \
        apache-airflow-providers-common-sql apache-airflow-providers-postgres apache-airflow-providers-smtp
    touch "$venv/complete"
}

failed=0
for release in $releases; do
    venv=$root/target/airflow/$release
    install

    export PYTHONDONTWRITEBYTECODE=1 AIRFLOW_HOME="$venv/home" AIRFLOW__CORE__LOAD_EXAMPLES=False AIRFLOW__CORE__DAGS_FOLDER="$directory"
    mkdir -p "$AIRFLOW_HOME"
    "$venv/bin/airflow" db migrate > "$AIRFLOW_HOME/migrate.log" 2>&1

    "$venv/bin/python" dag-generator/src/test/airflow/import_dags.py "$directory" || failed=1
    for dag in "$@"; do
        echo "Airflow $release runs $dag"
        "$venv/bin/airflow" dags test "$dag" "$(date -u +%Y-%m-%d)" || failed=1
    done
done
exit $failed
