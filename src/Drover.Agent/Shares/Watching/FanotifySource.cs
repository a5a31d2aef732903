using System.Buffers.Binary;
using System.Text.Unicode;
using Drover.Agent.Native;

namespace Drover.Agent.Shares.Watching;

/// <summary>Watches by fanotify(7): one mark for each file system, whatever the number of directories. Events come from all of the file system and name a directory by its handle.</summary>
internal sealed unsafe class FanotifySource : IChangeSource
{
    private const uint NonBlocking = 0x2, CloseOnExec = 0x1, ReportDirectory = 0x400, ReportName = 0x800;
    private const uint MarkAdd = 0x1, MarkRemove = 0x2, MarkFileSystem = 0x100;
    private const ulong Attribute = 0x4, Closed = 0x8, MovedFrom = 0x40, MovedTo = 0x80, Created = 0x100, Overflowed = 0x4000, OnDirectory = 0x4000_0000;
    private const ulong Wanted = Attribute | Closed | MovedFrom | MovedTo | Created | OnDirectory;
    private const int MostKnown = 16_384;
    private const int PathBytes = 4096;
    private const byte DirectoryAndName = 2; // FAN_EVENT_INFO_TYPE_DFID_NAME

    private readonly Dictionary<ulong, FileSystem> _systems = [];
    private readonly Dictionary<string, Place?> _known = [];
    private readonly byte[] _buffer = new byte[64 << 10];

    private FanotifySource(int descriptor) => Descriptor = descriptor;

    public int Descriptor { get; }

    /// <summary>A new one; null where the system gives none.</summary>
    internal static FanotifySource? Create()
    {
        var descriptor = Libc.FanotifyCreate(NonBlocking | CloseOnExec | ReportDirectory | ReportName, Libc.OpenCloseOnExec);
        return descriptor < 0 ? null : new FanotifySource(descriptor);
    }

    public int Add(WatchedTree tree)
    {
        var identity = IdentityOf(tree.Root);
        if (!_systems.TryGetValue(identity, out var system))
        {
            if (Mark(MarkAdd, tree.Root) is not 0 and var error)
                return error;
            _systems[identity] = system = new FileSystem();
        }
        system.Trees.Add(tree);
        _known.Clear();
        return 0;
    }

    public int Found(WatchedTree tree, int descriptor, string path) => 0;

    public void Remove(WatchedTree tree)
    {
        foreach (var (identity, system) in _systems)
        {
            if (!system.Trees.Remove(tree) || system.Trees.Count > 0)
                continue;
            _ = Mark(MarkRemove, tree.Root);
            _systems.Remove(identity);
            break;
        }
        _known.Clear();
    }

    public int Directories(WatchedTree tree) => 0;

    public bool Read(IChanges changes)
    {
        nint length;
        fixed (byte* to = _buffer)
            length = Libc.Read(Descriptor, to, _buffer.Length);
        for (var at = 0; at + 24 <= length;)
        {
            var @event = _buffer.AsSpan(at, BinaryPrimitives.ReadInt32LittleEndian(_buffer.AsSpan(at)));
            Take(@event, changes);
            at += @event.Length;
        }
        return length > 0;
    }

    public void Dispose() => _ = Libc.Close(Descriptor);

    // struct fanotify_event_metadata, and behind it a record with the identity of the file system, the handle of the directory and the name in it.
    private void Take(ReadOnlySpan<byte> @event, IChanges changes)
    {
        var mask = BinaryPrimitives.ReadUInt64LittleEndian(@event[8..]);
        var process = BinaryPrimitives.ReadInt32LittleEndian(@event[20..]);
        if ((mask & Overflowed) != 0)
            changes.Lost(this);
        var record = @event[BinaryPrimitives.ReadUInt16LittleEndian(@event[6..])..];
        if (record.Length < 20 || record[0] != DirectoryAndName)
            return;
        var handle = record.Slice(4, 16 + BinaryPrimitives.ReadInt32LittleEndian(record[12..]));
        var name = record[(4 + handle.Length)..];
        name = name[..Math.Max(0, name.IndexOf((byte)0))];
        var isDirectory = (mask & OnDirectory) != 0;
        if (isDirectory && (mask & (MovedFrom | MovedTo)) != 0)
        {
            _known.Clear();
            changes.Moved();
        }
        if ((mask & ~(MovedFrom | OnDirectory)) == 0 || Find(handle) is not { } place)
            return;
        var path = name.SequenceEqual("."u8) ? place.Path : BytePath.Join(place.Path, BytePath.Of(name));
        // What is made below a directory is told for itself; what it brings along when it comes is not.
        changes.Changed(place.Tree, path, isDirectory && (mask & MovedTo) != 0, process);
    }

    /// <summary>Which directory of which tree it is; null when it is none.</summary>
    private Place? Find(ReadOnlySpan<byte> handle)
    {
        var key = BytePath.Of(handle);
        if (_known.TryGetValue(key, out var place))
            return place;
        if (!_systems.TryGetValue(BinaryPrimitives.ReadUInt64LittleEndian(handle), out var system))
            return null;
        var path = PathOf(handle[8..], system.Trees[0].Root);
        place = path is null ? null : PlaceOf(path, system);
        if (path is null)
            return null;
        if (_known.Count >= MostKnown)
            _known.Clear();
        _known[key] = place;
        return place;
    }

    private static Place? PlaceOf(string path, FileSystem system)
    {
        Place? found = null;
        foreach (var tree in system.Trees)
        {
            // Of trees within each other it belongs to the innermost.
            if (LinkOf(tree.Root) is { } root && BytePath.IsWithin(path, root) && (found is not { } other || root.Length > path.Length - other.Path.Length))
                found = new Place(tree, path.Length == root.Length ? "" : path[(root.Length + 1)..]);
        }
        return found;
    }

    private static string? PathOf(ReadOnlySpan<byte> handle, int mount)
    {
        int descriptor;
        fixed (byte* start = handle)
            descriptor = Libc.OpenByHandle(mount, start, Libc.OpenPath | Libc.OpenCloseOnExec);
        if (descriptor < 0)
            return null;
        var path = FileStatus.Of(descriptor) is { Links: > 0 } ? LinkOf(descriptor) : null;
        _ = Libc.Close(descriptor);
        return path;
    }

    private static string? LinkOf(int descriptor)
    {
        Span<byte> link = stackalloc byte[32];
        Utf8.TryWrite(link, $"/proc/self/fd/{descriptor}\0", out _);
        var target = stackalloc byte[PathBytes];
        fixed (byte* start = link)
        {
            var length = Libc.ReadLink(start, target, PathBytes);
            return length <= 0 ? null : BytePath.Of(new ReadOnlySpan<byte>(target, (int)length));
        }
    }

    private int Mark(uint change, int root)
    {
        var dot = stackalloc byte[] { (byte)'.', 0 };
        return Libc.FanotifyMark(Descriptor, change | MarkFileSystem, Wanted, root, dot) == 0 ? 0 : Errno.Last;
    }

    private static ulong IdentityOf(int descriptor)
    {
        var status = stackalloc byte[256];
        return Libc.FileSystemStatus(descriptor, status) == 0 ? *(ulong*)(status + 56) : 0;
    }

    private readonly record struct Place(WatchedTree Tree, string Path);

    /// <summary>A file system that is marked.</summary>
    private sealed class FileSystem
    {
        internal List<WatchedTree> Trees { get; } = [];
    }
}
