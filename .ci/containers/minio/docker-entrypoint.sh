#!/bin/sh
# Does what the published image's script of this name does, as far as the project makes use of it.
case ${1-} in
    minio | mc) ;;
    *) set -- minio "$@" ;;
esac
exec "$@"
