using System.Buffers.Binary;
using System.Text.Unicode;
using Drover.Agent.Native;

namespace Drover.Agent.Shares.Watching;

/// <summary>Watches by inotify(7): each directory has a watch.</summary>
internal sealed unsafe class InotifySource : IChangeSource
{
    private const uint Attribute = 0x4, Closed = 0x8, MovedFrom = 0x40, MovedTo = 0x80, Created = 0x100, DeletedSelf = 0x400, MovedSelf = 0x800;
    private const uint Overflowed = 0x4000, Ended = 0x8000, OnlyDirectory = 0x0100_0000, IsDirectory = 0x4000_0000;
    private const uint Wanted = Attribute | Closed | MovedFrom | MovedTo | Created | DeletedSelf | MovedSelf | OnlyDirectory;
    private const int HeadBytes = 16;

    private readonly Dictionary<int, Watch> _watches = [];
    private readonly byte[] _buffer = new byte[64 << 10];

    internal InotifySource()
    {
        Descriptor = Libc.InotifyCreate(Libc.OpenCloseOnExec | Libc.OpenNonBlocking);
        if (Descriptor < 0)
            throw new AgentException("NO_WATCH", $"There is no inotify instance to be had: {Errno.Text(Errno.Last)}. Raise fs.inotify.max_user_instances.", Errno.Last);
    }

    public int Descriptor { get; }

    public int Add(WatchedTree tree) => 0;

    public int Found(WatchedTree tree, int descriptor, string path)
    {
        Span<byte> link = stackalloc byte[32];
        Utf8.TryWrite(link, $"/proc/self/fd/{descriptor}\0", out _);
        fixed (byte* start = link)
        {
            var watch = Libc.InotifyAdd(Descriptor, start, Wanted);
            if (watch < 0)
                return Errno.Last;
            // Of a directory that was moved it is the watch that it has, under its new path.
            _watches[watch] = new Watch(tree, path);
            return 0;
        }
    }

    public void Remove(WatchedTree tree) => Forget(watch => watch.Tree == tree);

    public int Directories(WatchedTree tree) => _watches.Values.Count(watch => watch.Tree == tree);

    public bool Read(IChanges changes)
    {
        nint length;
        fixed (byte* to = _buffer)
            length = Libc.Read(Descriptor, to, _buffer.Length);
        for (var at = 0; at + HeadBytes <= length;)
        {
            var head = _buffer.AsSpan(at, HeadBytes);
            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
            Take(BinaryPrimitives.ReadInt32LittleEndian(head), BinaryPrimitives.ReadUInt32LittleEndian(head[4..]), _buffer.AsSpan(at + HeadBytes, nameLength).TrimEnd((byte)0), changes);
            at += HeadBytes + nameLength;
        }
        return length > 0;
    }

    public void Dispose() => _ = Libc.Close(Descriptor);

    private void Take(int descriptor, uint mask, ReadOnlySpan<byte> name, IChanges changes)
    {
        if ((mask & Overflowed) != 0)
            changes.Lost(this);
        if (!_watches.TryGetValue(descriptor, out var watch))
            return;
        if ((mask & (DeletedSelf | MovedSelf | Ended)) != 0)
        {
            if ((mask & Ended) != 0)
                _watches.Remove(descriptor);
            if (watch.Path.Length == 0)
                changes.Moved();
            return;
        }
        var path = BytePath.Join(watch.Path, BytePath.Of(name));
        if ((mask & MovedFrom) != 0)
        {
            // Where it has gone to within a tree, it is found again by the walk that its coming starts.
            if ((mask & IsDirectory) != 0)
                Forget(each => each.Tree == watch.Tree && BytePath.IsWithin(each.Path, path));
            return;
        }
        changes.Changed(watch.Tree, path, (mask & IsDirectory) != 0 && (mask & (Created | MovedTo)) != 0, 0);
    }

    private void Forget(Func<Watch, bool> which)
    {
        foreach (var (descriptor, _) in _watches.Where(each => which(each.Value)).ToList())
        {
            _watches.Remove(descriptor);
            _ = Libc.InotifyRemove(Descriptor, descriptor);
        }
    }

    private readonly record struct Watch(WatchedTree Tree, string Path);
}
