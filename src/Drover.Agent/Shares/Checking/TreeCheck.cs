using Drover.Agent.Native;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Checks what a walk through a tree meets.</summary>
internal sealed unsafe class TreeCheck : ITreeVisitor
{
    private readonly CheckedTree _tree;
    private readonly EntryCheck _entries;
    private readonly CheckTally _tally;
    private readonly TreeWalk _walk;
    private readonly RuleNode[] _rules = new RuleNode[TreeWalk.MostDepth + 2];

    internal TreeCheck(CheckedTree tree, bool apply, CheckTally tally)
    {
        (_tree, _tally) = (tree, tally);
        _entries = new EntryCheck(apply);
        _walk = new TreeWalk(this);
    }

    /// <summary>Checks one piece.</summary>
    /// <returns>Where the next one begins; null when the tree is done.</returns>
    internal RawPath? Run(RawPath? from, long most, CancellationToken cancellationToken) => _walk.Run(_tree.Root, from, most, cancellationToken);

    public bool Enter(int descriptor, ReadOnlySpan<byte> name, int depth, bool again)
    {
        var rules = depth == 0 ? _tree.Rules : _rules[depth - 1].Child(name);
        _rules[depth] = rules;
        if (FileStatus.Of(descriptor) is not { } status)
            return false;
        if (!_tree.HasOnItsFileSystem(status.Identity))
        {
            _tally.Add(new ShareProblem(PathOf(name, depth - 1).ToString(), ShareProblemKind.OtherFileSystem, "another file system is mounted here; it is left as it is"));
            return false;
        }
        if (!again)
        {
            var outcome = _entries.Directory(descriptor, status, rules.Itself);
            if (outcome.State == EntryState.Right)
                _tally.TakeRight();
            else
                _tally.Take(outcome, PathOf(name, depth - 1));
        }
        return !rules.EndsHere;
    }

    public void Meet(int directory, byte* name, int depth)
    {
        var entry = System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        var outcome = _entries.File(directory, name, _rules[depth].Child(entry).Itself);
        if (outcome.State == EntryState.Right)
            _tally.TakeRight();
        else
            _tally.Take(outcome, PathOf(entry, depth));
    }

    public void Fail(ReadOnlySpan<byte> name, int depth, int error)
    {
        if (error is Errno.NoEntry or Errno.Stale)
            return;
        _tally.Add(error == 0
            ? new ShareProblem(PathOf(name, depth).ToString(), ShareProblemKind.TooDeep, $"it lies more than {TreeWalk.MostDepth} directories deep; what is in it is left as it is")
            : new ShareProblem(PathOf(name, depth).ToString(), ShareProblemKind.Refused, Errno.Text(error)));
    }

    private RawPath PathOf(ReadOnlySpan<byte> name, int depth) => _walk.PathOf(name, Math.Max(0, depth));
}
