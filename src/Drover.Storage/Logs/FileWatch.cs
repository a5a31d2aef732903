using System.Buffers.Binary;
using System.Text;

namespace Drover.Storage.Logs;

/// <summary>Tells readers when files of other processes change: one inotify(7) instance and one thread for all of them, watching the directories
/// of those that are followed. Where the system cannot watch, a reader looks again after <see cref="LookAgain"/>.</summary>
internal sealed class FileWatch(TimeProvider clock) : IDisposable
{
    /// <summary>Time between two looks where the system cannot watch: its limit of watches is reached, or the directory is not there yet.</summary>
    internal static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(250);

    private const int EventHead = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<FileSubscription>> _directories = [];
    private readonly byte[] _buffer = new byte[64 << 10];
    private Thread? _thread;
    private int _inotify = -1;
    private bool _closed;

    internal FileSubscription Subscribe(string path) => new(this, path);

    internal Task Next(FileSubscription subscription)
    {
        lock (_gate)
        {
            subscription.Descriptor ??= Watch_NeedsLock(subscription);
            return subscription.Descriptor is null ? Task.Delay(LookAgain, clock) : subscription.Awaited;
        }
    }

    internal void Cancel(FileSubscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Descriptor is not { } descriptor || !_directories.TryGetValue(descriptor, out var readers))
                return;
            subscription.Descriptor = null;
            readers.Remove(subscription);
            if (readers.Count > 0)
                return;
            _directories.Remove(descriptor);
            InotifyCalls.Remove(_inotify, descriptor);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            // The thread sleeps in read(2) until there is an event: the end of a watch is one. Without any it sleeps until the process ends.
            if (_thread is null || (InotifyCalls.Add(_inotify, "/") ?? _directories.Keys.Select(key => (int?)key).FirstOrDefault()) is not { } watched)
                return;
            InotifyCalls.Remove(_inotify, watched);
        }
        _thread.Join();
    }

    private int? Watch_NeedsLock(FileSubscription subscription)
    {
        if (_closed)
            return null;
        if (_inotify < 0)
        {
            _inotify = InotifyCalls.Open();
            if (_inotify < 0)
                return null;
            _thread = new Thread(Run) { Name = "drover-logs", IsBackground = true };
            _thread.Start();
        }
        // Of one directory it is always the same number, whatever path leads there.
        if (InotifyCalls.Add(_inotify, subscription.Directory) is not { } descriptor)
            return null;
        if (!_directories.TryGetValue(descriptor, out var readers))
            _directories[descriptor] = readers = [];
        readers.Add(subscription);
        return descriptor;
    }

    private void Run()
    {
        while (true)
        {
            var length = InotifyCalls.Read(_inotify, _buffer);
            lock (_gate)
            {
                for (var at = 0; at + EventHead <= length;)
                    at += Take_NeedsLock(_buffer.AsSpan(at));
                if (length > 0 && !_closed)
                    continue;
                InotifyCalls.Close(_inotify);
                foreach (var descriptor in _directories.Keys.ToList())
                    Forget_NeedsLock(descriptor);
                return;
            }
        }
    }

    /// <summary>Takes one event: <c>struct inotify_event</c>, a name of zero-padded bytes behind it. Returns its length.</summary>
    private int Take_NeedsLock(ReadOnlySpan<byte> bytes)
    {
        var descriptor = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var mask = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        var length = (int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if ((mask & InotifyCalls.Overflowed) != 0)
        {
            foreach (var reader in _directories.Values.SelectMany(readers => readers))
                reader.Raise();
        }
        else if ((mask & InotifyCalls.DirectoryGone) != 0)
        {
            Forget_NeedsLock(descriptor);
        }
        else if (_directories.TryGetValue(descriptor, out var readers))
        {
            // The old file under its new name begins like it: FILE.1.
            var name = Encoding.UTF8.GetString(bytes.Slice(EventHead, length).TrimEnd((byte)0));
            foreach (var reader in readers)
                if (name.StartsWith(reader.FileName, StringComparison.Ordinal))
                    reader.Raise();
        }
        return EventHead + length;
    }

    /// <summary>The directory was moved or removed: its readers look for it anew.</summary>
    private void Forget_NeedsLock(int descriptor)
    {
        if (!_directories.Remove(descriptor, out var readers))
            return;
        InotifyCalls.Remove(_inotify, descriptor);
        foreach (var reader in readers)
        {
            reader.Descriptor = null;
            reader.Raise();
        }
    }
}
