#!/bin/sh
# Process agent against a bare C loop of posix_spawn (where there is a C compiler): spawn.sh [COUNT] [ROUNDS]
set -eu
cd "$(dirname "$0")/Drover.Agent.Bench"
dotnet build -c Release -v q >/dev/null
out=../../artifacts/bin/Drover.Agent.Bench/release
if command -v cc >/dev/null; then
    cc -O2 -o "$out/spawn_loop" spawn_loop.c
    exec "$out/Drover.Agent.Bench" "${1:-500}" "${2:-5}" "$out/spawn_loop"
fi
exec "$out/Drover.Agent.Bench" "${1:-500}" "${2:-5}"
