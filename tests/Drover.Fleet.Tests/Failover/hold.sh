# One process of a group that is to be on one node of several. It holds a lock for its life: the kernel says who else has it. PROOF_DIR, PROOF_NODE.
cd "$PROOF_DIR" || exit 1
exec 9>>lock
if ! flock -n 9; then
    echo "both $PROOF_NODE $(cat holder)" >>history
    flock 9
fi
echo "$PROOF_NODE" >holder
echo "begin $PROOF_NODE $$" >>history
# Some left the session, and some hear no signal of a stop.
setsid sleep 1000 &
[ $(($$ % 3)) = 0 ] && trap '' INT TERM || trap 'echo "end $PROOF_NODE $$" >>history; exit 0' INT TERM
while :; do
    sleep 1000 &
    wait $!
done
