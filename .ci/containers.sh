#!/bin/bash
# A container engine for whoever has no Docker, on Debian, as root: podman as Docker's API, Docker Compose, and images.
#
#   .ci/containers.sh start              installs what is missing with apt-get, and starts the engine
#   .ci/containers.sh images             provides the images of docker-compose.yaml: from their registry or, where it cannot be
#                                        reached, stand-ins (.ci/containers); with names, only those: .ci/containers.sh images minio
#   .ci/containers.sh run COMMAND...     runs a command with this engine, for example docker compose up, or mvn -Pcontainers verify
#   .ci/containers.sh status             ends with 0 if the engine runs
#   .ci/containers.sh stop               ends its containers and the engine; images stay
#   .ci/containers.sh clean              and deletes everything
#
# Everything but Debian's packages is in one folder, CONTAINERS_FOLDER. The exit code is 77 where there can be no engine.
# STAND_INS=1 does not ask the registry. Without systemd, health checks are done by a loop of this script.
set -euo pipefail

here=$PWD
cd "$(dirname "$0")/.."
folder=${CONTAINERS_FOLDER:-/var/tmp/partition-tools-containers}
socket=$folder/podman.sock
base=localhost/partition-tools-base-jdk
python=3.11 # of the Debian release below
release=bookworm
# The Debian release whose package of Docker Compose is new enough, and the Go module for where it cannot be had.
compose_release=trixie
compose=v2.40.3
go_toolchain=1.25.4
airflow=3.3.2
# As the module proxy calls the release of docker-compose.yaml, and for mc the newest that it has.
minio=v0.0.0-20250907161309-07c3a429bfed
mc=v0.0.0-20250313080218-cf909e1063a9

say() { echo "containers.sh: $*" >&2; }
unavailable() { say "no container engine: $*"; exit 77; }

# What commands need that shall use the engine.
export PATH=$folder/bin:$PATH DOCKER_HOST=unix://$socket
export CONTAINERS_CONF=$folder/containers.conf CONTAINERS_STORAGE_CONF=$folder/storage.conf
# BuildKit is no part of this engine. The cleaner of Testcontainers is an image that may be out of reach; the tests stop their own.
export DOCKER_BUILDKIT=0 COMPOSE_BAKE=false TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_HOST_OVERRIDE=localhost

api() { curl --silent --show-error --fail --unix-socket "$socket" "${@:2}" "http://engine$1"; }
is_running() { api /_ping > /dev/null 2>&1; }
has_image() { api "/images/$1/json" > /dev/null 2>&1; }
has_systemd() { [ -d /run/systemd/system ]; }

# --- the engine ---------------------------------------------------------------------------------------------------------

install_packages() {
    local command missing=false
    for command in podman runc mmdebstrap jq curl iptables xz; do
        command -v "$command" > /dev/null || missing=true
    done
    [ -x /usr/lib/podman/netavark ] && [ -x /usr/lib/podman/aardvark-dns ] || missing=true
    $missing || return 0
    say "installing podman and what it needs"
    apt-get update -qq > "$folder/apt.log" 2>&1 \
        && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            podman runc netavark aardvark-dns iptables mmdebstrap jq curl xz-utils ca-certificates >> "$folder/apt.log" 2>&1 \
        || unavailable "apt-get could not install podman; see $folder/apt.log"
}

configure() {
    mkdir -p "$folder/bin"
    # Limits that the engine's own process may not raise make runc fail: they are left as they are.
    cat > "$folder/bin/runc-without-limits" <<'WRAPPER'
#!/bin/bash
set -euo pipefail
previous=
for argument in "$@"; do
    case $previous in
        --bundle | -b) file=$argument/config.json filter='del(.process.rlimits)' ;;
        --process | -p) file=$argument filter='del(.rlimits)' ;;
    esac
    previous=$argument
done
if [ -n "${file-}" ]; then
    without=$(jq "$filter" "$file")
    printf '%s\n' "$without" > "$file"
fi
exec runc "$@"
WRAPPER
    # For those who type what the documentation says.
    cat > "$folder/bin/docker" <<'WRAPPER'
#!/bin/bash
[ "${1-}" != compose ] || exec docker-compose "${@:2}"
exec podman "$@"
WRAPPER
    chmod 0755 "$folder/bin/runc-without-limits" "$folder/bin/docker"
    cat > "$CONTAINERS_CONF" <<SETTINGS
[engine]
runtime = "runc-without-limits"
cgroup_manager = "cgroupfs"
events_logger = "file"
[engine.runtimes]
runc-without-limits = ["$folder/bin/runc-without-limits"]
[network]
network_backend = "netavark"
network_config_dir = "$folder/networks"
[containers]
log_driver = "k8s-file"
SETTINGS
    cat > "$CONTAINERS_STORAGE_CONF" <<SETTINGS
[storage]
driver = "overlay"
graphroot = "$folder/storage"
runroot = "$folder/run"
SETTINGS
}

# Known when apt-get update has been run.
debian_mirror() {
    . /etc/os-release && apt-get indextargets --format '$(REPO_URI)' "Release: $VERSION_CODENAME" 'Component: main' | sed -n 1p
}

# The package of a later Debian, from the mirror that this machine uses: it needs no more than libc, and building takes minutes.
compose_package() {
    [ ! -x "$folder/bin/docker-compose" ] || return 0
    say "taking Docker Compose from Debian $compose_release"
    local apt=$folder/apt mirror
    mirror=$(debian_mirror) && [ -n "$mirror" ] || { apt-get update -qq && mirror=$(debian_mirror); }
    [ -n "$mirror" ] && mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/package" || return 1
    echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $compose_release main" > "$apt/sources.list"
    local settings=(-q -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=- -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt"
        -o Acquire::Languages=none -o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false -o APT::Sandbox::User=root)
    apt-get "${settings[@]}" update && (cd "$apt" && apt-get "${settings[@]}" download docker-compose) \
        && dpkg-deb --extract "$apt"/docker-compose_*.deb "$apt/package" \
        && "$apt/package/usr/libexec/docker/cli-plugins/docker-compose" version \
        && mv "$apt/package/usr/libexec/docker/cli-plugins/docker-compose" "$folder/bin" && rm -rf "$apt"
}

# The Go that is installed or, where it is too old, the one that it can download as a module.
go_command() {
    command -v go > /dev/null || DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends golang-go >> "$folder/apt.log" 2>&1 || return 1
    local minor
    minor=$(go version | sed -n 's/.* go1\.\([0-9]*\).*/\1/p')
    if [ "${minor:-0}" -ge 21 ]; then
        echo go
        return
    fi
    local module root
    module=golang.org/toolchain@v0.0.1-go$go_toolchain.linux-$(dpkg --print-architecture)
    root=$(cd "$folder" && go mod download -json "$module" | jq -r .Dir)
    [ -x "$root/bin/go" ] || { chmod -R u+w "$root" && chmod 0755 "$root"/bin/* "$root"/pkg/tool/*/*; } || return 1
    echo "$root/bin/go"
}

# go_build NAME MODULE VERSION PACKAGE [FLAG]: as if it was our own module, since some replace parts of others
go_build() {
    [ ! -x "$folder/bin/$1" ] || return 0
    say "building $1 $3 from its Go module (some minutes)"
    local go source
    go=$(go_command) || { say "there is no Go"; return 1; }
    source=$(cd "$folder" && "$go" mod download -json "$2@$3" | jq -r .Dir)
    (cd "$source" && CGO_ENABLED=0 "$go" build -trimpath -ldflags "-s -w ${5-}" -o "$folder/bin/$1.new" "$4") \
        && mv "$folder/bin/$1.new" "$folder/bin/$1"
}

start() {
    [ "$(id -u)" = 0 ] || unavailable "it is for root"
    command -v apt-get > /dev/null || unavailable "it is for Debian, with apt-get"
    mkdir -p "$folder"
    install_packages
    configure
    compose_package > "$folder/compose.log" 2>&1 \
        || go_build docker-compose github.com/docker/compose/v2 "$compose" ./cmd "-X github.com/docker/compose/v2/internal.Version=$compose" \
            >> "$folder/compose.log" 2>&1 || unavailable "Docker Compose could neither be had as a package nor be built; see $folder/compose.log"
    if ! is_running; then
        setsid podman system service --time 0 "$DOCKER_HOST" < /dev/null > "$folder/service.log" 2>&1 &
        echo $! > "$folder/service.pid"
        local tries=50
        until is_running; do
            [ $((tries--)) -gt 0 ] || unavailable "podman did not start; see $folder/service.log"
            sleep 0.2
        done
        # The first container shows whether containers can run at all.
        check_health
    fi
    say "the engine runs: .ci/containers.sh run docker compose version"
}

# systemd's timers do this where there is systemd.
check_health() {
    ! has_systemd || return 0
    setsid .ci/containers.sh health < /dev/null > "$folder/health.log" 2>&1 &
    echo $! > "$folder/health.pid"
}

# Each as often as its check wants to be made.
health() {
    local name interval
    declare -A due=()
    while is_running; do
        while read -r name interval; do
            [ "${due[$name]:-0}" -le "$SECONDS" ] || continue
            due[$name]=$((SECONDS + interval / 1000000000))
            podman healthcheck run "$name" > /dev/null 2>&1 || true
        done < <(with_health_check)
        sleep 1
    done
}

with_health_check() {
    podman ps --filter health=starting --filter health=healthy --filter health=unhealthy --quiet \
        | xargs --no-run-if-empty podman inspect --format '{{.Id}} {{.Config.Healthcheck.Interval.Nanoseconds}}' 2> /dev/null || true
}

stop() {
    [ -e "$folder/service.pid" ] || return 0
    is_running && podman rm --all --force --time 5 > /dev/null && podman network prune --force > /dev/null
    local pid
    for pid in health service; do
        [ ! -e "$folder/$pid.pid" ] || kill "$(cat "$folder/$pid.pid")" 2> /dev/null || true
        rm -f "$folder/$pid.pid"
    done
}

clean() {
    stop
    [ ! -d "$folder" ] || podman system reset --force > /dev/null 2>&1 || true
    # The cache of Go's modules is not here; layers may still be mounted.
    umount "$folder"/storage/overlay 2> /dev/null || true
    rm -rf "$folder"
}

# --- images -------------------------------------------------------------------------------------------------------------

# Every image that docker-compose.yaml and the deployer's Dockerfile name, without those that we build.
names() {
    { sed -n 's/^    image: //p' docker-compose.yaml; sed -n 's/^FROM \([^ ]*\).*/\1/p' deployer/Dockerfile; } | sort -u
}

images() {
    local name wanted failed=
    for name in $(names); do
        for wanted in "${@:-}"; do
            case $name in
                *"$wanted"*) has_image "$name" || pull "$name" || stand_in "$name" || failed="$failed $name" ;;
            esac
        done
    done
    [ -z "$failed" ] || { say "not there:$failed"; return 1; }
}

pull() {
    [ -z "${STAND_INS-}" ] || return 1
    timeout 600 curl --silent --show-error --unix-socket "$socket" -X POST \
        "http://engine/images/create?fromImage=${1%:*}&tag=${1##*:}" > "$folder/pull.log" 2>&1
    has_image "$1" && say "$1: from its registry"
}

stand_in() {
    case $1 in
        postgres:*) postgresql "$1" ;;
        eclipse-temurin:* | debian:*) debian_base && api "/images/$base/tag?repo=${1%:*}&tag=${1##*:}" -X POST ;;
        apache/airflow:*) airflow "$1" ;;
        minio/*) minio "$1" ;;
        *) return 1 ;;
    esac || { say "$1: cannot be reached, and a stand-in cannot be built; see $folder/images.log"; return 1; }
    say "$1: a stand-in, its registry cannot be reached"
}

# One Debian for all of them: fetched with this machine's tools, so that nothing is needed from inside.
debian_base() {
    ! has_image "$base" || return 0
    say "making an image of Debian with mmdebstrap (a minute or two)"
    mmdebstrap --variant=minbase --dpkgopt=force-unsafe-io --aptopt='Acquire::Languages "none"' \
        --include=ca-certificates,curl,gosu,openjdk-17-jdk-headless,perl,postgresql-client,procps,python3,python3-venv,libxml2,libxslt1.1,liblz4-1,libzstd1 \
        "$release" - 2>> "$folder/images.log" | podman import - "$base" >> "$folder/images.log" 2>&1 \
        || { podman rmi --force "$base" >> "$folder/images.log" 2>&1; return 1; }
}

# context NAME: a copy of .ci/containers/NAME, for more files
context() {
    rm -rf "$folder/context" && cp -R ".ci/containers/$1" "$folder/context"
}

# build_image NAME: from the context; as one layer, since storing each takes its time
build_image() {
    tar -C "$folder/context" -c . | api "/build?dockerfile=Containerfile&layers=false&t=$1" -X POST -H 'Content-Type: application/x-tar' -T - >> "$folder/images.log" 2>&1
    rm -rf "$folder/context"
    has_image "$1"
}

# The server that the project has for its demo, in its second jar, with Debian's psql.
postgresql() {
    debian_base && context postgresql || return 1
    ./partition-tools --version >> "$folder/images.log" 2>&1 || return 1
    local machine jar=$PWD/deployer/target/partition-tools-extras.jar
    machine=$(uname -m)
    [ "$machine" != aarch64 ] || machine=arm_64
    (cd "$folder/context" && "${JAVA_HOME:+$JAVA_HOME/bin/}jar" --extract --file "$jar" "postgres-linux-$machine.txz" \
        && mv "postgres-linux-$machine.txz" postgres.tar.xz) && build_image "$1"
}

# The network's work, while Debian is unpacked.
wheels() {
    local wheels=$folder/wheels-$airflow
    [ -e "$wheels/complete" ] || { "${PYTHON:-python3}" -m pip download --quiet --disable-pip-version-check --only-binary=:all: --python-version "$python" \
        --dest "$wheels" --constraint "dag-generator/src/test/airflow/constraints-$airflow.txt" "apache-airflow==$airflow" \
        apache-airflow-providers-common-sql apache-airflow-providers-postgres > "$folder/pip.log" 2>&1 && touch "$wheels/complete"; }
}

airflow() {
    wheels &
    local download=$!
    debian_base && wait "$download" && context airflow && cp -R "$folder/wheels-$airflow" "$folder/context/wheels" && build_image "$1"
}

minio() {
    go_build minio github.com/minio/minio "$minio" . >> "$folder/images.log" 2>&1 \
        && go_build mc github.com/minio/mc "$mc" . >> "$folder/images.log" 2>&1 \
        && debian_base && context minio && cp "$folder/bin/minio" "$folder/bin/mc" "$folder/context" && build_image "$1"
}

case ${1-} in
    start | stop | clean | health) "$1" ;;
    status) is_running ;;
    images) shift; is_running || start; images "$@" ;;
    run) shift; is_running || start; cd "$here" && exec "$@" ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
