#!/bin/sh
# board.sh MANNER FILE: a board whose serial console this is. What it prints also goes to the file, a line for each line of the console.
manner=$1
seen=$2
say() {
    printf '%s\n' "$1" >>"$seen"
    printf '%s\r\n' "$1"
}

say "A board in the manner $manner"
say 'a "quoted" word, C:\temp, #no comment, - {braces}: [x] & 100% é € 😀'
say "board ready"
say "START TESTS"
say "PASS - boot"
say "FAIL - net"
case $manner in
gone) exit 3 ;;
hang) while :; do sleep 1; done ;;
slow)
    n=0
    while [ $n -lt 200 ]; do
        n=$((n + 1))
        say "line $n of the console"
        sleep 0.05
    done
    ;;
esac
say "PASS - disk"
say "END TESTS"
while :; do sleep 1; done
