#!/bin/bash
# docker-compose.yaml as somebody new meets it: in a copy that is private to its owner (umask 077), builds the deployer's image, starts the
# profile postgresql, lets Airflow run the generated DAG, looks at the partitions, and takes it all down again.
#
# Uses Docker where there is one and otherwise .ci/containers.sh; ends with 77, and says why, where there is no engine either.
set -euo pipefail
cd "$(dirname "$0")/.."

stop_engine=false
leave() { :; }
say() { echo "compose.sh: $*"; }
fail() { say "$*" >&2; exit 1; }

if docker info > /dev/null 2>&1 && docker compose version > /dev/null 2>&1; then
    engine=()
else
    engine=("$PWD/.ci/containers.sh" run)
    .ci/containers.sh status || stop_engine=true
    # Also when the time is up, in the middle of it.
    leave() { ! $stop_engine || .ci/containers.sh stop; }
    trap leave EXIT
    .ci/containers.sh start
    .ci/containers.sh images postgres: eclipse-temurin: debian: apache/airflow: || { code=$?; [ "$code" != 1 ] || { say "not run: images are missing"; code=77; }; exit "$code"; }
fi

copy=$PWD/target/compose
compose() { (cd "$copy" && "${engine[@]}" docker compose --project-name partition-tools-check "$@"); }
psql() { compose exec -T postgresql psql -U postgres -d warehouse -AtqX -v ON_ERROR_STOP=1 -c "$1"; }
airflow() { compose exec -T airflow curl --fail --silent --show-error -H 'Content-Type: application/json' "${@:2}" "http://localhost:8080/api/v2/$1"; }
# What the command line finds in the state of the tables. Podman does not pass its exit code on.
check() {
    compose run --rm -T --no-deps -e PGHOST=postgresql -e PGDATABASE=warehouse -e PGUSER=postgres -e PGPASSWORD=changeme1 \
        generator check /config/demo-policy.yaml || true
}
take_down() {
    local code=$?
    [ "$code" = 0 ] || compose logs --tail 10 || true
    # A busy machine may need a second attempt.
    compose --profile '*' down --volumes > target/compose.log 2>&1 || compose --profile '*' down --volumes >> target/compose.log 2>&1 \
        || { tail target/compose.log; code=1; }
    rm -rf "$copy"
    leave
    exit "$code"
}

./partition-tools --version
rm -rf "$copy"
umask 077
mkdir -p "$copy/deployer/target" "$copy/dags"
cp -R docker-compose.yaml config test_sql "$copy"
cp deployer/Dockerfile "$copy/deployer"
cp deployer/target/partition-tools.jar "$copy/deployer/target"
chmod -R go-rwx "$copy"
# Ports that are free.
sed -e "s/^AIRFLOW_UID=.*/AIRFLOW_UID=$(id -u)/" -e 's/^\([A-Z_]*PORT\)=.*/\1=0/' .env.example > "$copy/.env"
trap take_down EXIT

say "builds and starts it (a few minutes)"
compose build deployer > target/compose.log 2>&1 || { cat target/compose.log; fail "the deployer's image could not be built"; }
compose up --detach --wait > target/compose.log 2>&1 || { cat target/compose.log; fail "it did not start"; }

before=$(check 2>&1)
[[ $before == *not_in_shape* ]] || fail "check does not find the neglected tables: $before"

say "lets Airflow run demo-policy"
tries=60
until airflow dags/demo-policy -X PATCH -d '{"is_paused": false}' > /dev/null 2>&1; do
    [ $((tries--)) -gt 0 ] || fail "Airflow does not know the DAG: $(airflow importErrors)"
    sleep 2
done
run=$(airflow dags/demo-policy/dagRuns -X POST -d '{"logical_date": null}' | sed -n 's/.*"dag_run_id":"\([^"]*\)".*/\1/p')
[ -n "$run" ] || fail "the DAG could not be triggered"
tries=150
until [[ $(airflow "dags/demo-policy/dagRuns/${run//+/%2B}") == *'"state":"success"'* ]]; do
    [ $((tries--)) -gt 0 ] || fail "the run did not succeed: $(airflow "dags/demo-policy/dagRuns/${run//+/%2B}")"
    sleep 2
done

after=$(check 2>&1)
[[ $after == *"nothing found"* ]] || fail "check finds something after the run: $after"
left=$(psql "SELECT count(*) FROM partition_tools.partitions WHERE partition::text ~ '_(old|wednesday)_'")
made=$(psql "SELECT count(*) FROM partition_tools.partitions WHERE table_name = 'orders'")
[ "$left" = 0 ] && [ "$made" -gt 10 ] || fail "$made partitions of orders, $left of them old"
say "the image, the profile postgresql and the DAG work: $made partitions of orders, and check finds nothing"
