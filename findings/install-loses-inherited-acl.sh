#!/bin/bash
# A directory with a default ACL, and the programs that put a file there: cp, tar, install and install -d (coreutils 9.1-1, tar 1.34, acl 2.3.1-3 of Debian 12).
#
# A good guess: what is made in a directory with a default ACL has it, whoever makes it; the mode only cuts what its entries are worth, through the mask.
# Seen: cp and tar do so, and so does install -d. install of a file does not: it makes the file with the inherited entries and then writes the three of the mode as a whole new ACL, so that
# they are gone, with -m and without. The same program hands an ACL on to directories and takes it from files; who watches a tree to put its ACLs right sees that last write after the file was closed.
#
# Fails when that changes. Needs a file system with ACLs below TMPDIR, and Debian 12 with apt and its tar; installs nothing.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
apt-get download -q coreutils=9.1-1 acl=2.3.1-3 >/dev/null 2>&1
for package in *.deb; do dpkg -x "$package" root; done
PATH=$place/root/bin:$place/root/usr/bin:$PATH

mkdir from shared
setfacl -m d:u:4711:rwx,d:g::r-x,d:o::--- shared
echo text >from/file
chmod 640 from/file
cp from/file shared/cp
tar c -C from file | tar x -C shared --transform 's/file/tar/'
install -m 640 from/file shared/install-m
install from/file shared/install
install -d -m 750 shared/install-d

for name in cp tar install-m install install-d; do
    echo "$name: $(getfacl -cn "shared/$name" | grep -v '^default:' | sed 's/\t.*//' | tr -s '\n' ' ')"
done | tee seen
diff seen - <<'SEEN'
cp: user::rw- user:4711:rwx group::r-x mask::r-- other::--- 
tar: user::rw- user:4711:rwx group::r-x mask::r-- other::--- 
install-m: user::rw- group::r-- other::--- 
install: user::rwx group::r-x other::r-x 
install-d: user::rwx user:4711:rwx group::r-x mask::r-x other::--- 
SEEN
