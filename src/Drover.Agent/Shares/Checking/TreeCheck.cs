using System.Runtime.InteropServices;
using Drover.Agent.Native;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Checking;

/// <summary>Checks what a walk meets, in a tree or a part of it.</summary>
internal sealed unsafe class TreeCheck : ITreeVisitor
{
    private readonly CheckedTree _tree;
    private readonly RuleNode _start;
    private readonly EntryCheck _entries;
    private readonly ICheckSink _sink;
    private readonly TreeWalk _walk;
    private readonly RuleNode[] _rules = new RuleNode[TreeWalk.MostDepth + 2];

    /// <param name="tree">The tree.</param>
    /// <param name="start">The rules of the directory that the walk begins at.</param>
    /// <param name="entries">Looks at each entry.</param>
    /// <param name="sink">Takes what is found.</param>
    internal TreeCheck(CheckedTree tree, RuleNode start, EntryCheck entries, ICheckSink sink)
    {
        (_tree, _start, _entries, _sink) = (tree, start, entries, sink);
        _walk = new TreeWalk(this);
    }

    /// <summary>Checks one piece.</summary>
    /// <returns>Where the next one begins; null when all is done.</returns>
    internal RawPath? Run(int root, RawPath? from, long most, CancellationToken cancellationToken) => _walk.Run(root, from, most, cancellationToken);

    public bool Enter(int descriptor, ReadOnlySpan<byte> name, int depth, bool again)
    {
        var path = PathOf(name, depth - 1);
        if (FileStatus.Of(descriptor) is not { } status)
            return false;
        if (!_tree.HasOnItsFileSystem(status.Identity))
        {
            _sink.Leave(path, ShareProblemKind.OtherFileSystem, "another file system is mounted here; what is in it is left as it is");
            return false;
        }
        if (!_sink.MayEnter(descriptor, path))
            return false;
        var rules = _rules[depth] = depth == 0 ? _start : _rules[depth - 1].Child(name);
        if (!again)
            Take(_entries.Directory(descriptor, status, rules.Itself, _sink.Tells), name, depth - 1);
        return !rules.EndsHere;
    }

    public void Meet(int directory, byte* name, int depth)
    {
        var entry = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name);
        Take(_entries.File(directory, name, _rules[depth].Child(entry).Itself, _sink.Tells), entry, depth);
    }

    public void Fail(ReadOnlySpan<byte> name, int depth, int error)
    {
        if (error is Errno.NoEntry or Errno.Stale)
            return;
        var (kind, detail) = error == 0
            ? (ShareProblemKind.TooDeep, $"it lies more than {TreeWalk.MostDepth} directories deep; what is in it is left as it is")
            : (ShareProblemKind.Refused, Errno.Text(error));
        _sink.Leave(PathOf(name, depth), kind, detail);
    }

    private void Take(in EntryOutcome outcome, ReadOnlySpan<byte> name, int depth)
    {
        if (outcome.State == EntryState.Right)
            _sink.TakeRight();
        else if (outcome.State != EntryState.Gone)
            _sink.Take(outcome, outcome is { Differences: null, Problem: null } ? RawPath.Root : PathOf(name, depth));
    }

    private RawPath PathOf(ReadOnlySpan<byte> name, int depth) => _walk.PathOf(name, Math.Max(0, depth));
}
