#!/bin/bash
# A backup by rdiff-backup 2.2.2-1 (Debian 12) of a directory in which one file cannot be read.
#
# A good guess: the exit code tells (0 good, 2 done with warnings, 1 failed, by its manual), and "verify" finds what is missing.
# Seen: "backup" warns on standard error and ends with 0; "verify" ends with 0 too, "All files verified successfully", since it compares the store with what the store says of itself, and the
# file is in neither. The one number that tells is the line "Errors 1" of the newest session_statistics file in the store. So who runs it by a timer must read that line, or half a backup counts as a whole one.
#
# Fails when that changes. Needs root (to become a user who may not read a file), and Debian 12 with apt and its python3; installs nothing.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
apt-get download -q rdiff-backup=2.2.2-1 librsync2 libb2-1 libgomp1 python3-yaml python3-pkg-resources python3-setuptools >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done

mkdir from to
echo a >from/readable
echo b >from/closed
chmod 000 from/closed
chmod 755 . from
chmod 777 to
rdiff() {
    PYTHONPATH=$place/root/usr/lib/python3/dist-packages LD_LIBRARY_PATH=$place/root/usr/lib/x86_64-linux-gnu HOME=$place/to \
        setpriv --reuid 65534 --regid 65534 --clear-groups /usr/bin/python3 "$place/root/usr/bin/rdiff-backup" --api-version 201 "$@" 2>&1
}

{
    code=0
    rdiff backup "$place/from" "$place/to/store" >backup.log || code=$?
    echo "backup: exit $code, $(grep -c 'WARNING: ListError' backup.log) warning, in the store: $(ls to/store | grep -v rdiff-backup-data | tr '\n' ' ')"
    code=0
    rdiff verify "$place/to/store" >verify.log || code=$?
    echo "verify: exit $code, $(grep -o 'All files verified successfully' verify.log)"
    grep -h '^Errors' to/store/rdiff-backup-data/session_statistics*
} | tee seen
diff seen - <<'SEEN'
backup: exit 0, 1 warning, in the store: readable 
verify: exit 0, All files verified successfully
Errors 1
SEEN
