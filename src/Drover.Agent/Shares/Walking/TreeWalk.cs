using Drover.Agent.Native;

namespace Drover.Agent.Shares.Walking;

/// <summary>Walks a tree from descriptor to descriptor: each directory is opened by its name in the one above and never by a path, and no link is followed, so that whatever is renamed or
/// replaced meanwhile leads nowhere else. Entries come in the order of their names, directories before what lies in them, and a walk can be done in pieces.</summary>
internal sealed unsafe class TreeWalk(ITreeVisitor visitor)
{
    /// <summary>Each open directory costs a descriptor.</summary>
    internal const int MostDepth = 128;

    private const int OpenFlags = Libc.OpenReadOnly | Libc.OpenNoFollow | Libc.OpenCloseOnExec | Libc.OpenNonBlocking;

    private readonly Stack<Level> _levels = new();
    private long _met;

    /// <summary>Opens the root of a tree. Returns a descriptor, or an errno below zero.</summary>
    internal static int OpenRoot(string path)
    {
        var descriptor = Libc.Open(path, OpenFlags | Libc.OpenDirectory, 0);
        return descriptor >= 0 ? descriptor : -Errno.Last;
    }

    /// <summary>Opens a directory by its name in another; no link is followed. Returns a descriptor, or an errno below zero.</summary>
    internal static int OpenDirectory(int parent, ReadOnlySpan<byte> nameWithZero)
    {
        fixed (byte* start = nameWithZero)
        {
            var descriptor = Libc.OpenAt(parent, start, OpenFlags | Libc.OpenDirectory, 0);
            return descriptor >= 0 ? descriptor : -Errno.Last;
        }
    }

    /// <summary>The entry that was met last, as the names of the directories that lead to it and its own.</summary>
    internal RawPath PathOf(ReadOnlySpan<byte> name, int depth)
    {
        var names = new List<byte[]>(depth + 1);
        foreach (var level in _levels.Reverse().Skip(1).Take(depth))
            names.Add(level.Name);
        if (!name.IsEmpty)
            names.Add(name.ToArray());
        return new RawPath(names);
    }

    /// <summary>Walks one piece.</summary>
    /// <param name="root">The root of the tree, open; it is left open.</param>
    /// <param name="from">The last entry of the piece before; null to begin.</param>
    /// <param name="most">How many entries the piece has at most.</param>
    /// <param name="cancellationToken">Ends the piece early.</param>
    /// <returns>The last entry of the piece; null when the walk is done.</returns>
    internal RawPath? Run(int root, RawPath? from, long most, CancellationToken cancellationToken)
    {
        _met = 0;
        try
        {
            if (!Begin(root, from))
                return null;
            RawPath? last = from ?? RawPath.Root;
            while (_levels.TryPeek(out var level))
            {
                if (level.Next == level.Names.Count)
                {
                    Leave();
                    continue;
                }
                if (_met >= most || cancellationToken.IsCancellationRequested)
                    return last;
                var at = level.Next++;
                var depth = _levels.Count - 1;
                if (most - _met == 1)
                    last = PathOf(level.Names[at][..^1], depth);
                _met++;
                Step(level, at, depth);
                if (cancellationToken.IsCancellationRequested)
                    last = PathOf(level.Names[at][..^1], depth);
            }
            return null;
        }
        finally
        {
            while (_levels.Count > 0)
                Leave();
        }
    }

    private void Step(Level level, int at, int depth)
    {
        var name = level.Names[at];
        if (level.Names.MayBeDirectory(at))
        {
            var descriptor = OpenDirectory(level.Descriptor, name);
            if (descriptor >= 0)
            {
                Enter(descriptor, name[..^1], depth + 1);
                return;
            }
            if (descriptor is not (-Errno.NotDirectory or -Errno.LinkLoop))
            {
                visitor.Fail(name[..^1], depth, -descriptor);
                return;
            }
        }
        fixed (byte* start = name)
            visitor.Meet(level.Descriptor, start, depth);
    }

    private void Enter(int descriptor, ReadOnlySpan<byte> name, int depth)
    {
        if (visitor.Enter(descriptor, name, depth, again: false) && Open(descriptor, name, depth))
            return;
        _ = Libc.Close(descriptor);
    }

    private bool Open(int descriptor, ReadOnlySpan<byte> name, int depth)
    {
        if (depth > MostDepth || DirectoryNames.Read(descriptor) is not { } names)
        {
            visitor.Fail(name, Math.Max(0, depth - 1), depth > MostDepth ? 0 : Errno.Last);
            return false;
        }
        _levels.Push(new Level(descriptor, name.ToArray(), names));
        return true;
    }

    /// <summary>Opens the directories that lead to where the piece begins. Where one of them is gone, the piece begins behind it.</summary>
    private bool Begin(int root, RawPath? from)
    {
        if (from is null)
            _met++;
        // A listing goes on where the last one of its descriptor was, so that the walk has one of its own.
        var own = OpenDirectory(root, ".\0"u8);
        if (own < 0)
        {
            visitor.Fail([], 0, -own);
            return false;
        }
        if (!visitor.Enter(own, [], 0, from is not null) || !Open(own, [], 0))
        {
            _ = Libc.Close(own);
            return false;
        }
        foreach (var name in from?.Names ?? [])
        {
            if (!Rejoin(name))
                break;
        }
        return true;
    }

    private bool Rejoin(byte[] name)
    {
        var level = _levels.Peek();
        level.Next = level.Names.From(name);
        if (!level.Names.Has(level.Next, name))
            return false;
        var at = level.Next++;
        var descriptor = level.Names.MayBeDirectory(at) ? OpenDirectory(level.Descriptor, level.Names[at]) : -Errno.NotDirectory;
        if (descriptor < 0)
            return false;
        if (visitor.Enter(descriptor, name, _levels.Count, again: true) && Open(descriptor, name, _levels.Count))
            return true;
        _ = Libc.Close(descriptor);
        return false;
    }

    private void Leave() => _ = Libc.Close(_levels.Pop().Descriptor);

    private sealed record Level(int Descriptor, byte[] Name, DirectoryNames Names)
    {
        /// <summary>The entry that comes next.</summary>
        internal int Next { get; set; }
    }
}
