using System.Text;
using Drover.Agent.Native;
using Drover.Agent.Shares.Checking;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Shares.Walking;
using Drover.Nodes.Shares;

namespace Drover.Agent.Shares.Watching;

/// <summary>A tree that is watched: what waits to be looked at in it, and what is put right. All of it happens on the thread of the watcher, in small steps.</summary>
internal sealed unsafe class WatchedTree : ICheckSink, IDisposable
{
    private const int EntriesAtOnce = 512;
    private const int MostWalks = 4_096;
    private const int MostProblems = 100;
    private const string OwnRulesPath = ".licorn/check.conf";

    private readonly EntryCheck _entries = new(apply: true);
    private readonly Queue<string> _walks = new();
    private readonly Queue<ShareProblem> _problems = new();
    private readonly QuietPaths _waiting;
    private readonly RepairLog _repairs;
    private readonly ShareOptions _options;
    private readonly string[] _notWatched;
    private readonly CheckedTree _tree;
    private RawPath? _walkFrom;
    private TimeSpan? _walkAt;
    private TimeSpan _now;
    private int _watchError;

    internal WatchedTree(ShareSpec share, ShareOptions options, IAccountNumbers accounts, TimeProvider clock)
    {
        _options = options;
        _waiting = new QuietPaths(options.Quiet, options.LongestQuiet, options.MostWaiting);
        _repairs = new RepairLog(options, clock);
        _notWatched = [.. share.NotWatched.Select(path => BytePath.Of(RawPath.Parse(path.TrimEnd('/'))))];
        _tree = CheckedTree.Open(share, accounts);
    }

    internal ShareSpec Share => _tree.Share;

    internal int Root => _tree.Root;

    /// <summary>What watches it; null when nothing does.</summary>
    internal IChangeSource? Source { get; set; }

    internal ShareWatchWay Way { get; set; }

    /// <summary>What keeps it from being watched wholly; null when nothing does.</summary>
    internal string? Trouble { get; private set; }

    internal long Looked { get; private set; }

    internal long Repaired => _repairs.Entries;

    internal bool IsDirty => _walkAt is not null || _walks.Count > 0;

    internal int Backlog => _waiting.Count;

    internal IReadOnlyList<ShareProblem> Problems => [.. _problems];

    internal IReadOnlyList<RuleComplaint> Complaints => _tree.Complaints;

    internal IReadOnlyList<ShareRepair> RepairsAfter(long number) => _repairs.After(number);

    /// <summary>When there is something to do; null when there is nothing.</summary>
    internal TimeSpan? Next => _walks.Count > 0 ? TimeSpan.Zero : Earlier(_walkAt, _waiting.Next);

    /// <summary>Something has happened to an entry.</summary>
    internal void Change(string path, bool whole, int process, TimeSpan now)
    {
        // While all of it is yet to be walked, nothing needs to be remembered.
        if (_walkAt <= now || IsLeftOut(path))
            return;
        if (!_waiting.Add(path, whole, process, now))
            MarkDirty(now);
    }

    /// <summary>Anything may have happened: all of it is walked.</summary>
    internal void MarkDirty(TimeSpan at)
    {
        _waiting.Clear();
        _walks.Clear();
        _walkFrom = null;
        _walkAt = at;
    }

    /// <summary>Nothing of it is looked at any more.</summary>
    internal void Forget()
    {
        MarkDirty(TimeSpan.Zero);
        _walkAt = null;
    }

    /// <summary>Looks at a few of the entries that wait, and walks a piece.</summary>
    /// <returns>False when its root is gone; it is to be watched no more.</returns>
    internal bool Step(TimeSpan now)
    {
        _now = now;
        if (!(Next <= now))
            return true;
        if (!IsThere())
            return false;
        if (_walkAt <= now)
        {
            MarkDirty(now);
            (_walkAt, _watchError) = (null, 0);
            _tree.ReadRules();
            _walks.Enqueue("");
        }
        LookAtWaiting();
        if (_walks.TryPeek(out var path) && Walk(path))
            _walks.Dequeue();
        return true;
    }

    /// <summary>Whether its root is where it is to be; otherwise that is its trouble.</summary>
    internal bool IsThere()
    {
        if (_tree.IsThere)
            return true;
        Trouble = $"'{Share.Path}' has gone, or is another directory now; order it to be watched again when it is in its place";
        return false;
    }

    public bool Tells => true;

    public bool MayEnter(int descriptor, RawPath path)
    {
        var full = BytePath.Join(_walks.Peek(), BytePath.Of(path));
        if (IsLeftOut(full))
            return false;
        Found(descriptor, full);
        return true;
    }

    public void TakeRight() => Looked++;

    public void Take(in EntryOutcome outcome, RawPath path) => Take(outcome, BytePath.Join(_walks.Peek(), BytePath.Of(path)), 0);

    public void Leave(RawPath path, ShareProblemKind kind, string detail) => Leave(BytePath.Join(_walks.Peek(), BytePath.Of(path)), kind, detail);

    public void Dispose() => _tree.Dispose();

    private void LookAtWaiting()
    {
        using var cursor = new TreeCursor(_tree);
        for (var i = 0; i < EntriesAtOnce && _waiting.TryTake(_now, out var change); i++)
        {
            if (change.Path == OwnRulesPath && Share.Kind == ShareKind.Home && !_tree.HasItsRules)
            {
                MarkDirty(_now);
                return;
            }
            if (_repairs.IsContested(change.Path, _now))
            {
                Leave(change.Path, ShareProblemKind.Contested, $"it was put right {_options.RepairsOfOne} times within {_options.Span.TotalSeconds:0} s, and something changes it each time; find out what");
                _walkAt ??= _repairs.SpanEnd;
                continue;
            }
            Look(cursor, change);
        }
    }

    private void Look(TreeCursor cursor, QuietPath change)
    {
        var (directory, name) = BytePath.Split(change.Path);
        if (!cursor.Go(directory))
            return;
        var isRoot = change.Path.Length == 0;
        var bytes = isRoot ? ".\0"u8.ToArray() : Encoding.Latin1.GetBytes(name + '\0');
        fixed (byte* start = bytes)
        {
            if (FileStatus.OfEntry(cursor.Descriptor, start) is not { } status)
                return;
            var rules = isRoot ? cursor.Rules : cursor.Rules.Child(bytes.AsSpan(..^1));
            if (status.IsDirectory)
                LookAtDirectory(cursor.Descriptor, bytes, rules, change);
            else
                Take(_entries.File(cursor.Descriptor, start, rules.Itself, Tells), change.Path, change.Process);
        }
    }

    private void LookAtDirectory(int parent, ReadOnlySpan<byte> name, RuleNode rules, QuietPath change)
    {
        var descriptor = TreeWalk.OpenDirectory(parent, name);
        if (descriptor < 0)
            return;
        if (FileStatus.Of(descriptor) is { } status && _tree.HasOnItsFileSystem(status.Identity))
        {
            if (change.Whole)
                WalkLater(change.Path);
            Take(_entries.Directory(descriptor, status, rules.Itself, Tells), change.Path, change.Process);
        }
        _ = Libc.Close(descriptor);
    }

    private void WalkLater(string path)
    {
        if (_walks.Count < MostWalks)
            _walks.Enqueue(path);
        else
            MarkDirty(_now);
    }

    /// <summary>Walks a piece of what lies at a path; true when it is done.</summary>
    private bool Walk(string path)
    {
        var start = TreePath.Open(Root, BytePath.Names(path));
        if (start < 0)
        {
            _walkFrom = null;
            return true;
        }
        _walkFrom = new TreeCheck(_tree, TreeCursor.RulesOf(_tree, path), _entries, this).Run(start, _walkFrom, EntriesAtOnce, CancellationToken.None);
        _ = Libc.Close(start);
        if (_walkFrom is not null)
            return false;
        if (path.Length > 0)
            return true;
        if (_watchError == 0)
            Trouble = null;
        else
            _walkAt = _now + _options.Span;
        return true;
    }

    private void Found(int descriptor, string path)
    {
        if (Source?.Found(this, descriptor, path) is not (> 0 and var error) || error is Errno.NoEntry or Errno.Stale)
            return;
        _watchError = error;
        Trouble = error == Errno.NoSpace
            ? $"there are no more watches to be had: raise fs.inotify.max_user_watches. What is not watched is looked at every {_options.Span.TotalSeconds:0} s"
            : $"not all directories can be watched: {Errno.Text(error)}. They are looked at every {_options.Span.TotalSeconds:0} s";
    }

    private void Take(in EntryOutcome outcome, string path, int process)
    {
        if (outcome.State == EntryState.Gone)
            return;
        Looked++;
        if (outcome.State == EntryState.Changed)
            _repairs.Take(outcome, path, process, _now);
        if (outcome.Problem is { } problem)
            Leave(path, problem, outcome.Detail ?? "");
    }

    private void Leave(string path, ShareProblemKind kind, string detail)
    {
        var problem = new ShareProblem(BytePath.Raw(path).ToString(), kind, detail);
        if (_problems.Contains(problem))
            return;
        if (_problems.Count == MostProblems)
            _problems.Dequeue();
        _problems.Enqueue(problem);
    }

    private bool IsLeftOut(string path) => (_tree.Rules.EndsHere && path.Length > 0) || Array.Exists(_notWatched, other => BytePath.IsWithin(path, other));

    private static TimeSpan? Earlier(TimeSpan? left, TimeSpan? right) => left is null || right < left ? right : left;
}
