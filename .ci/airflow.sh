#!/bin/sh
# Lets real releases of Airflow import and run generated DAG files, against an embedded PostgreSQL.
#
#   .ci/airflow.sh                everything, in about 5 minutes; the last line is "N passed, 0 failed"
#   .ci/airflow.sh benchmark      only the benchmark: 10,000 tables in 100 policies
#   .ci/airflow.sh FOLDER...      only import the DAG files of these folders
#
# pip installs the releases below target/airflow (1.5 GB). AIRFLOW_RELEASES selects releases; one that has no file of
# constraints gets the newest packages. PYTHON is the interpreter, 3.10 to 3.12.
set -eu
cd "$(dirname "$0")/.."

tests=dag-generator/src/test/airflow
folder=target/airflow
releases=${AIRFLOW_RELEASES:-"3.3.2 2.11.2"}
python=${PYTHON:-python3}
ruff=0.17.5

install() {
    venv=$folder/$1
    constraints=$tests/constraints-$1.txt
    stamp="$("$python" --version) ruff $ruff $(cksum < "$constraints" 2>/dev/null || true)"
    [ "$(cat "$venv/complete" 2>/dev/null || true)" != "$stamp" ] || return 0
    "$python" -m venv --clear "$venv"
    set -- "apache-airflow==$1"
    [ ! -f "$constraints" ] || set -- "$@" --constraint "$constraints"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@" "ruff==$ruff" \
        apache-airflow-providers-common-sql apache-airflow-providers-postgres \
        apache-airflow-providers-smtp apache-airflow-providers-docker
    echo "$stamp" > "$venv/complete"
}

mkdir -p "$folder"
pids=
trap 'kill $pids 2>/dev/null || true; exit 130' INT TERM
for release in $releases; do
    install "$release" > "$folder/install-$release.log" 2>&1 &
    pids="$pids $!"
done
# Builds the program, if need be.
./partition-tools --version
for pid in $pids; do
    wait "$pid" || { cat "$folder"/install-*.log >&2; echo "pip could not install Airflow" >&2; exit 1; }
done
pids=

case ${1:-} in
    "")
        "$python" $tests/benchmark.py $folder $releases
        "$python" $tests/check_dags.py $folder $releases
        ;;
    benchmark)
        "$python" $tests/benchmark.py $folder $releases
        ;;
    *)
        for release in $releases; do
            AIRFLOW_HOME=$PWD/$folder/$release/home AIRFLOW__CORE__LOAD_EXAMPLES=False \
                AIRFLOW__LOGGING__LOGGING_LEVEL=ERROR PYTHONDONTWRITEBYTECODE=1 PYTHONWARNINGS=ignore \
                $folder/"$release"/bin/python $tests/import_dags.py "$@"
        done
        ;;
esac
