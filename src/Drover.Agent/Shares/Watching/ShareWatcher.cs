using System.Collections.Concurrent;
using Drover.Agent.Native;
using Drover.Agent.Shares.Rules;
using Drover.Agent.Telling;
using Drover.Nodes.Shares;
using Microsoft.Extensions.Logging;

namespace Drover.Agent.Shares.Watching;

/// <summary>Watches trees on a thread of its own, which is all that touches them: it takes what has happened, and looks at what was left alone for a while. So it takes one processor at most.</summary>
internal sealed unsafe class ShareWatcher : IChanges, IDisposable
{
    private const int ReadsAtOnce = 32;

    private readonly ConcurrentQueue<Action> _orders = new();
    private readonly Dictionary<string, WatchedTree> _trees = [];
    private readonly Dictionary<WatchedTree, (long Repaired, string? Trouble)> _told = [];
    private readonly ShareOptions _options;
    private readonly IAccountNumbers _accounts;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly long _start;
    private readonly int _wake;
    private readonly Thread _thread;
    private FanotifySource? _fanotify;
    private InotifySource? _inotify;
    private bool _hasMoved;
    private volatile bool _ending;

    internal ShareWatcher(ShareOptions options, IAccountNumbers accounts, TimeProvider clock, ILogger log)
    {
        (_options, _accounts, _clock, _log) = (options, accounts, clock, log);
        _start = clock.GetTimestamp();
        _wake = Libc.EventDescriptor(0, Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        if (_wake < 0)
            throw new AgentException("NO_DESCRIPTORS", $"Shares cannot be watched: {Errno.Text(Errno.Last)}. Raise the limit of open files.", Errno.Last);
        _thread = new Thread(Run) { IsBackground = true, Name = "share-watch" };
        _thread.Start();
    }

    private TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Watches a tree; null when it is watched, else why not.</summary>
    internal Task<string?> WatchAsync(ShareSpec share, ShareWatchWay way) => AskAsync(() => Watch(share, way));

    internal Task<bool> UnwatchAsync(string name) => AskAsync(() => Unwatch(name));

    internal Task<IReadOnlyList<ShareStatus>> StatusAsync() => AskAsync<IReadOnlyList<ShareStatus>>(() => [.. _trees.Values.OrderBy(tree => tree.Share.Name, StringComparer.Ordinal).Select(Status)]);

    internal Task<IReadOnlyList<ShareRepair>> RepairsAsync(string name, long after) => AskAsync(() => _trees.TryGetValue(name, out var tree) ? tree.RepairsAfter(after) : []);

    public void Changed(WatchedTree tree, string path, bool whole, int process) => tree.Change(path, whole, process, Now);

    public void Lost(IChangeSource source)
    {
        var touched = _trees.Values.Where(tree => tree.Source == source).ToList();
        ShareLog.Lost(_log, touched.Count);
        foreach (var tree in touched)
            tree.MarkDirty(Now);
    }

    public void Moved() => _hasMoved = true;

    public void Dispose()
    {
        if (_ending)
            return;
        _ending = true;
        Wake();
        _thread.Join();
        _ = Libc.Close(_wake);
    }

    private string? Watch(ShareSpec share, ShareWatchWay way)
    {
        WatchedTree? tree = null;
        try
        {
            tree = new WatchedTree(share, _options, _accounts, _clock);
            if (Begin(tree, way) is { } problem)
            {
                tree.Dispose();
                return problem;
            }
            Unwatch(share.Name);
            _trees[share.Name] = tree;
            tree.MarkDirty(Now);
            ShareLog.Watched(_log, share.Name, share.Path, tree.Way == ShareWatchWay.Fanotify ? "fanotify" : "inotify");
            return null;
        }
        catch (AgentException e)
        {
            tree?.Dispose();
            return e.Message;
        }
    }

    private string? Begin(WatchedTree tree, ShareWatchWay way)
    {
        if (way is not ShareWatchWay.Inotify)
        {
            _fanotify ??= FanotifySource.Create();
            var error = _fanotify?.Add(tree) ?? Errno.Last;
            if (error == 0)
            {
                (tree.Source, tree.Way) = (_fanotify, ShareWatchWay.Fanotify);
                return null;
            }
            if (way == ShareWatchWay.Fanotify)
                return $"'{tree.Share.Path}' cannot be watched by fanotify: {Errno.Text(error)}. It needs root and a file system such as ext4; watch it by inotify.";
        }
        _inotify ??= new InotifySource();
        (tree.Source, tree.Way) = (_inotify, ShareWatchWay.Inotify);
        return null;
    }

    private bool Unwatch(string name)
    {
        if (!_trees.Remove(name, out var tree))
            return false;
        tree.Source?.Remove(tree);
        _told.Remove(tree);
        tree.Dispose();
        return true;
    }

    private ShareStatus Status(WatchedTree tree)
    {
        if (tree.Source is not null && !tree.IsThere())
            Drop(tree);
        return new ShareStatus(tree.Share.Name, tree.Share.Path, tree.Source is null ? ShareWatchWay.Best : tree.Way, tree.Source?.Directories(tree) ?? 0, tree.Backlog, tree.IsDirty, tree.Looked, tree.Repaired)
        {
            Trouble = tree.Trouble,
            Complaints = tree.Complaints,
            Problems = tree.Problems,
        };
    }

    private void Run()
    {
        while (!_ending)
        {
            Wait();
            while (_orders.TryDequeue(out var order))
                order();
            Read(_fanotify);
            Read(_inotify);
            foreach (var tree in _trees.Values)
                Step(tree);
            _hasMoved = false;
        }
        foreach (var name in _trees.Keys.ToList())
            Unwatch(name);
        _fanotify?.Dispose();
        _inotify?.Dispose();
    }

    private void Wait()
    {
        var entries = stackalloc Libc.PollEntry[3];
        var count = 0;
        foreach (var descriptor in (int?[])[_wake, _fanotify?.Descriptor, _inotify?.Descriptor])
        {
            if (descriptor is { } readable)
                entries[count++] = new Libc.PollEntry { Descriptor = readable, Wanted = (short)Libc.PollIn };
        }
        TimeSpan? next = null;
        foreach (var tree in _trees.Values)
        {
            if (tree.Source is not null && tree.Next is { } time && (next is null || time < next))
                next = time;
        }
        var pause = next is { } due ? (int)Math.Clamp(Math.Ceiling((due - Now).TotalMilliseconds), 0, int.MaxValue) : -1;
        if (Libc.Poll(entries, (nuint)count, _orders.IsEmpty ? pause : 0) > 0 && entries[0].Found != 0)
        {
            long count64;
            _ = Libc.Read(_wake, (byte*)&count64, sizeof(long));
        }
    }

    private void Read(IChangeSource? source)
    {
        for (var i = 0; i < ReadsAtOnce && source?.Read(this) == true; i++)
        {
        }
    }

    private void Step(WatchedTree tree)
    {
        if (tree.Source is null)
            return;
        try
        {
            if ((_hasMoved && !tree.IsThere()) || !tree.Step(Now))
                Drop(tree);
        }
        catch (Exception e)
        {
            // No tree may end the watch of the others.
            ShareLog.Failed(_log, tree.Share.Name, e.Message);
            tree.MarkDirty(Now + _options.Span);
        }
        Tell(tree);
    }

    /// <summary>Watches a tree no more that is not where it was. It stays in the list, with its trouble.</summary>
    private void Drop(WatchedTree tree)
    {
        tree.Source?.Remove(tree);
        tree.Source = null;
        tree.Forget();
        Tell(tree);
    }

    private void Tell(WatchedTree tree)
    {
        var told = _told.GetValueOrDefault(tree);
        if (tree.Trouble != told.Trouble && tree.Trouble is { } trouble)
            ShareLog.Troubled(_log, tree.Share.Name, trouble);
        var isAtRest = tree.Backlog == 0 && !tree.IsDirty;
        if (isAtRest && tree.Repaired > told.Repaired)
            ShareLog.Repaired(_log, tree.Share.Name, tree.Repaired - told.Repaired);
        _told[tree] = (isAtRest ? tree.Repaired : told.Repaired, tree.Trouble);
    }

    private Task<T> AskAsync<T>(Func<T> order)
    {
        ObjectDisposedException.ThrowIf(_ending, this);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _orders.Enqueue(() =>
        {
            try
            {
                answer.SetResult(order());
            }
            catch (Exception e)
            {
                answer.SetException(e);
            }
        });
        Wake();
        return answer.Task;
    }

    private void Wake()
    {
        long one = 1;
        _ = Libc.Write(_wake, (byte*)&one, sizeof(long));
    }
}
