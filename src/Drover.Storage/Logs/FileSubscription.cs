namespace Drover.Storage.Logs;

/// <summary>One reader's wish to hear of changes of a file.</summary>
internal sealed class FileSubscription(FileWatch watch, string path) : IDisposable
{
    private TaskCompletionSource _next = NewSignal();

    internal string Directory { get; } = Path.GetDirectoryName(path)!;

    internal string FileName { get; } = Path.GetFileName(path);

    /// <summary>Number of the watch on its directory; null while there is none. Guarded by the watch's lock.</summary>
    internal int? Descriptor { get; set; }

    /// <summary>Ends once the file, or what its name leads to, may have changed after this call.</summary>
    internal Task NextChange() => watch.Next(this);

    /// <summary>What the next change ends. Needs the watch's lock held.</summary>
    internal Task Awaited => _next.Task;

    /// <summary>Ends the waits. Needs the watch's lock held; waiters go on elsewhere.</summary>
    internal void Raise()
    {
        _next.SetResult();
        _next = NewSignal();
    }

    public void Dispose() => watch.Cancel(this);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
