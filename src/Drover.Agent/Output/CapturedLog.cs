using System.Collections.Concurrent;
using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>The log of an entry and the files that processes have open for it: the one of its name, and those that were moved away or removed. May be used from any thread.</summary>
/// <param name="path">Its name.</param>
/// <param name="clock">Says when its bytes are seen.</param>
internal sealed class CapturedLog(string path, TimeProvider clock) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, long> _writers = new(StringComparer.Ordinal);
    private readonly List<DetachedFile> _detached = [];
    private readonly OutputTimes _times = new(path, clock);
    private CapturedFile? _current;
    private bool _wasMoved;

    internal string Path => path;

    internal bool IsUnused => _writers.IsEmpty;

    /// <summary>A process will write. Never waits.</summary>
    /// <param name="writer">The invocation of the process.</param>
    /// <param name="limit">Bytes that the log may hold.</param>
    internal void Expect(string writer, long limit) => _writers[writer] = limit;

    /// <summary>Takes into care the file that a process is started with. Returns which one it is; null if that cannot be told.</summary>
    /// <param name="descriptor">What the process gets.</param>
    internal FileIdentity? Begin(int descriptor)
    {
        lock (_gate)
        {
            if (CapturedFile.Open($"/proc/self/fd/{descriptor}") is not { } file)
                return null;
            Name_NeedsLock(file);
            return _current!.Identity;
        }
    }

    /// <summary>Takes into care what a process of an earlier daemon has open.</summary>
    /// <param name="identity">The file that it was started with; null where older builds did not record that.</param>
    /// <param name="pid">The process.</param>
    internal void Adopt(string writer, FileIdentity? identity, int pid)
    {
        lock (_gate)
        {
            if (CapturedFile.Open(path) is { } named)
                Name_NeedsLock(named);
            _times.Resume();
            if (identity is not { } begun || begun == _current?.Identity)
                return;
            if (_detached.Find(file => file.Identity == begun) is not { } detached)
            {
                if (Find(pid, begun) is not { } file)
                    return;
                _wasMoved = true;
                _detached.Add(detached = DetachedFile.Resume(file));
            }
            detached.Writers.Add(writer);
        }
    }

    /// <summary>A process writes no more.</summary>
    internal void End(string writer)
    {
        lock (_gate)
        {
            _writers.TryRemove(writer, out _);
            foreach (var file in _detached.Where(file => file.Writers.Remove(writer) && file.Writers.Count == 0).ToList())
                Close_NeedsLock(file);
            if (!_writers.IsEmpty || _current is not { } last)
                return;
            // Nobody looks at it from now on.
            _times.Look(last);
            last.Dispose();
            _current = null;
        }
    }

    /// <summary>Bytes that it holds.</summary>
    internal long Held
    {
        get
        {
            lock (_gate)
                return (_current?.Held ?? 0) + _detached.Sum(file => file.Held);
        }
    }

    /// <summary>Device of its file: major and minor number; zeros if it has none.</summary>
    internal (uint Major, uint Minor) Device
    {
        get
        {
            lock (_gate)
                return _current?.Identity is { } file ? (file.Major, file.Minor) : default;
        }
    }

    /// <summary>Looks whether its name still leads to its file, carries over what came to others, and cuts what is too much.</summary>
    /// <param name="most">Bytes that it may hold, if that is less than its own limit.</param>
    /// <param name="punchHoles">Whether to free parts of the file in place.</param>
    internal LogLook Look(long most, bool punchHoles)
    {
        lock (_gate)
        {
            if (_writers.IsEmpty)
                return default;
            var problem = (_current is null ? _detached.Count > 0 : FileStatus.Of(path)?.Identity != _current.Identity) ? BeginAnew_NeedsLock() : null;
            var limit = Math.Min(most, _writers.Values.Max());
            if (_current is { } to)
                foreach (var file in _detached)
                    file.CarryOver(to, limit);
            var wasMoved = _wasMoved;
            _wasMoved = false;
            return new LogLook(wasMoved, _current is { } current && Trim_NeedsLock(current, limit, punchHoles), problem);
        }
    }

    /// <summary>Lets go of the files.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _writers.Clear();
            _current?.Dispose();
            _current = null;
            _detached.ForEach(file => file.Dispose());
            _detached.Clear();
        }
    }

    private bool Trim_NeedsLock(CapturedFile file, long limit, bool punchHoles)
    {
        _times.Look(file);
        var wasCut = file.Trim(limit, path, punchHoles);
        if (wasCut)
            _times.Cut(file);
        return wasCut;
    }

    /// <summary>Makes the file that the name leads to the one that is written to.</summary>
    private void Name_NeedsLock(CapturedFile file)
    {
        if (_current?.Identity == file.Identity)
        {
            file.Dispose();
            return;
        }
        if (_current is { } before)
            Detach_NeedsLock(before);
        if (_detached.Find(other => other.Identity == file.Identity) is { } back)
        {
            // It was given its name again.
            _detached.Remove(back);
            back.Dispose();
        }
        DetachedFile.Return(file);
        _current = file;
        _times.Begin(file);
    }

    /// <summary>Returns why no file can be made. Then the bound goes on to hold for the one that there is.</summary>
    private string? BeginAnew_NeedsLock()
    {
        var descriptor = LogFile.Open(path, out var problem);
        if (descriptor < 0)
            return problem;
        if (CapturedFile.Open($"/proc/self/fd/{descriptor}") is { } file)
            Name_NeedsLock(file);
        _ = Libc.Close(descriptor);
        return null;
    }

    private void Detach_NeedsLock(CapturedFile file)
    {
        _wasMoved = true;
        if (!_writers.IsEmpty)
            file.TrimInPlace(_writers.Values.Max());
        var detached = DetachedFile.Of(file);
        detached.Writers.UnionWith(_writers.Keys);
        _detached.Add(detached);
    }

    private void Close_NeedsLock(DetachedFile file)
    {
        if (_current is { } to)
            file.CarryOver(to, long.MaxValue);
        _detached.Remove(file);
        file.Dispose();
    }

    /// <summary>The file among standard output and error of a process; null if it has it open no more.</summary>
    private static CapturedFile? Find(int pid, FileIdentity identity)
    {
        foreach (var stream in (int[])[1, 2])
            if (FileStatus.Of($"/proc/{pid}/fd/{stream}")?.Identity == identity && CapturedFile.Open($"/proc/{pid}/fd/{stream}") is { } file)
                return file;
        return null;
    }
}

/// <summary>What a look at a log came to.</summary>
/// <param name="WasMoved">Its file was moved away or removed, and a new one was begun.</param>
/// <param name="WasCut">Something was cut away.</param>
/// <param name="Problem">Why no new file could be begun in place of one that was moved away or removed; null if there was no need, or it could.</param>
internal readonly record struct LogLook(bool WasMoved, bool WasCut, string? Problem);
