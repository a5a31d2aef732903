#!/bin/sh
# shell-board.sh NAME DIRECTORY: a board with a Linux on it, whose serial console this is: a shell. What belongs to it lies below DIRECTORY/NAME, the jobs of its worker below DIRECTORY/jobs.
name=$1
directory=$2
root=$directory/$name
mkdir -p "$root/tmp"
echo "Booting $name"
# Its system image comes with what its job has put over it.
cp -a "$directory"/jobs/*/lava-overlay-*"$root"/. "$root"
# /tmp is one directory for all boards here.
sed -i "s|'/tmp/lava_|'$root/tmp/lava_|" "$root"/lava-*/bin/lava-*
cd "$root" && exec env HOME="$root" PS1='root@board:~# ' /bin/sh -i
