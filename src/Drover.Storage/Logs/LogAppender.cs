using Drover.Kernel.Logs;

namespace Drover.Storage.Logs;

/// <summary>Writes one log: appends to its newest segment, begins the next one, removes the oldest.</summary>
internal sealed class LogAppender : ILogAppender
{
    private readonly LogFiles _files;
    private readonly string _name;
    private readonly string _directory;
    private SegmentWriter _segment;
    private bool _isNew;

    /// <exception cref="IOException">A file cannot be opened.</exception>
    internal LogAppender(LogFiles files, string name, string directory)
    {
        (_files, _name, _directory) = (files, name, directory);
        Directory.CreateDirectory(directory);
        var segments = Segment.All(directory);
        _isNew = segments.Count == 0;
        _segment = _isNew ? SegmentWriter.Create(new Segment(directory, 0, 1)) : SegmentWriter.Open(segments[^1]);
    }

    public long End => _segment.End;

    public long Line => _segment.Line;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return;
        try
        {
            if (IsFull)
                BeginNext();
            _segment.Append(bytes, Timestamp.From(_files.Clock));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(_name, "written", e);
        }
        _files.Changes.Raise(_name);
    }

    public void Sync()
    {
        try
        {
            _segment.Sync();
            if (_isNew)
                SystemCalls.SyncDirectory(_directory);
            _isNew = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(_name, "synced", e);
        }
    }

    public void DropUnfinishedLine()
    {
        try
        {
            _segment.DropUnfinishedLine();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Failed(_name, "mended", e);
        }
        _files.Changes.Raise(_name);
    }

    public void Trim(long budget)
    {
        var segments = Segment.All(_directory);
        var removable = segments.Count - 1;
        for (var i = 0; i < removable && End - segments[i].Offset > budget; i++)
            segments[i].Delete();
        _files.Changes.Raise(_name);
    }

    public void Dispose()
    {
        _segment.Dispose();
        _files.Release(_name);
    }

    /// <summary>A segment ends with a line, unless one line is as long as a whole segment more.</summary>
    private bool IsFull => _segment.Length >= _files.Options.FileBytes && (_segment.EndsLine || _segment.Length >= 2 * _files.Options.FileBytes);

    private void BeginNext()
    {
        // What the old one holds must be safe when Sync returns, and Sync looks at the new one alone.
        _segment.Sync();
        var next = SegmentWriter.Create(new Segment(_directory, _segment.End, _segment.Line));
        _segment.Dispose();
        _segment = next;
        _isNew = true;
        var segments = Segment.All(_directory);
        foreach (var old in segments.SkipLast(_files.Options.FilesKept))
            old.Delete();
    }
}
