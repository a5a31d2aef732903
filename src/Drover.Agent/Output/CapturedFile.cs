using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>An open file that processes append to. It is bounded by its descriptor, so whatever becomes of its name.</summary>
internal sealed class CapturedFile : IDisposable
{
    internal const int Block = 4096;

    /// <summary>A file whose front was cut away is made short again when it looks so many times longer than its limit.</summary>
    private const int MostTimesLonger = 3;

    private const int CopyBytes = 64 << 10;
    private const string CopyEnding = ".1";

    private CapturedFile(int descriptor, FileIdentity identity) => (Descriptor, Identity) = (descriptor, identity);

    internal FileIdentity Identity { get; }

    internal int Descriptor { get; }

    /// <summary>How long it is.</summary>
    internal long End => Libc.Seek(Descriptor, 0, Libc.SeekEnd);

    /// <summary>Bytes that it holds behind what was cut away.</summary>
    internal long Held => End is var end && end <= 0 ? 0 : end - FirstData(0, end);

    /// <summary>Whether it has a name somewhere.</summary>
    internal bool HasName => FileStatus.Of(Descriptor) is { Links: > 0 };

    /// <summary>Opens a file by a path, which may be that of a descriptor below <c>/proc</c>. Null if there is no plain file, or it cannot be opened.</summary>
    internal static CapturedFile? Open(string path)
    {
        var descriptor = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenAppend | Libc.OpenCloseOnExec | Libc.OpenNonBlocking, 0);
        if (descriptor < 0)
            return null;
        if (FileStatus.Of(descriptor) is { IsRegular: true } status)
            return new CapturedFile(descriptor, status.Identity);
        _ = Libc.Close(descriptor);
        return null;
    }

    /// <summary>Cuts the front away when it holds more than its limit; a quarter of the limit is freed at once. Never throws: what
    /// cannot be cut today is looked at again.</summary>
    /// <param name="limit">Bytes that it may hold.</param>
    /// <param name="path">Beside which a copy of the end goes, where the file system has no holes.</param>
    /// <param name="punchHoles">Whether to try holes.</param>
    /// <returns>Whether something was cut.</returns>
    internal bool Trim(long limit, string path, bool punchHoles)
    {
        if (Held <= Math.Max(limit, OutputLog.LeastLimit))
            return false;
        if (punchHoles && TrimInPlace(limit))
            return true;
        return (!punchHoles || Errno.Last is Errno.NotSupported or Errno.NoCall) && CopyAndTruncate(path, End - Kept(limit));
    }

    /// <summary>The same where the file system has holes; elsewhere nothing.</summary>
    internal bool TrimInPlace(long limit)
    {
        if (Held <= Math.Max(limit, OutputLog.LeastLimit) || !CutFront((End - Kept(limit)) / Block * Block))
            return false;
        Shorten(Math.Max(limit, OutputLog.LeastLimit));
        return true;
    }

    /// <summary>Frees the beginning of a file; offsets stay as they are.</summary>
    internal bool CutFront(long length) => Libc.Allocate(Descriptor, Libc.PunchHoleKeepSize, 0, length) == 0;

    /// <summary>Takes whole blocks out of the middle. Returns by how much what follows has moved forward: nothing where the file system can free them only.</summary>
    internal long CutOut(long from, long to)
    {
        from = (from + Block - 1) / Block * Block;
        to = to / Block * Block;
        if (from >= to)
            return 0;
        if (Libc.Allocate(Descriptor, Libc.CollapseRange, from, to - from) == 0)
            return to - from;
        _ = Libc.Allocate(Descriptor, Libc.PunchHoleKeepSize, from, to - from);
        return 0;
    }

    /// <summary>The first byte at or after an offset that has not been cut away.</summary>
    internal long FirstData(long offset, long end)
    {
        if (offset >= end)
            return end;
        var found = Libc.Seek(Descriptor, offset, Libc.SeekData);
        if (found >= 0)
            return Math.Min(found, end);
        // ENXIO: only a hole follows. Other errors: a file system without the call, so without holes that we made.
        const int NoSuchAddress = 6;
        return Errno.Last == NoSuchAddress ? end : offset;
    }

    /// <summary>Appends a part of another file. Returns how much of it: less than all when there is no room.</summary>
    internal unsafe long Append(CapturedFile from, long offset, long length)
    {
        var buffer = new byte[CopyBytes];
        var copied = 0L;
        fixed (byte* bytes = buffer)
        {
            while (copied < length)
            {
                var got = Libc.ReadAt(from.Descriptor, bytes, (nint)Math.Min(CopyBytes, length - copied), offset + copied);
                if (got <= 0)
                    break;
                for (nint put = 0; put < got;)
                {
                    var written = Libc.Write(Descriptor, bytes + put, got - put);
                    if (written < 0 && Errno.Last == Errno.Interrupted)
                        continue;
                    if (written <= 0)
                        return copied + put;
                    put += written;
                }
                copied += got;
            }
        }
        return copied;
    }

    /// <summary>A number that is kept with the file; null if there is none.</summary>
    internal string? Attribute(string name) => FileAttribute.Get(Descriptor, name);

    /// <summary>Keeps a number with the file. False where the file system keeps none.</summary>
    internal bool SetAttribute(string name, string value) => FileAttribute.Set(Descriptor, name, value);

    public void Dispose() => _ = Libc.Close(Descriptor);

    /// <summary>What is left when more than the limit was held.</summary>
    private static long Kept(long limit) => Math.Max(limit, OutputLog.LeastLimit) / 4 * 3;

    /// <summary>Takes a long hole out of the front: to programs that know nothing of holes the file would be a giant. How much was taken out is kept with the
    /// file, so that cursors stay valid; before and after the one call that does it the figure says the same.</summary>
    private void Shorten(long limit)
    {
        var hole = FirstData(0, End) / Block * Block;
        if (hole <= MostTimesLonger * limit)
            return;
        var before = CutAway.Of(this);
        if (!CutAway.Begin(this, before, hole))
            return;
        var isShorter = Libc.Allocate(Descriptor, Libc.CollapseRange, 0, hole) == 0;
        CutAway.End(this, isShorter ? before + hole : before);
    }

    /// <summary>Copies the tail to PATH.1 and empties the file; the writers append, so they go on at its beginning. What they write between the
    /// copy and the truncation is lost, and cursors lose their meaning.</summary>
    private bool CopyAndTruncate(string path, long start)
    {
        var copy = Libc.Open(path + CopyEnding, Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenTruncate | Libc.OpenAppend | Libc.OpenCloseOnExec, LogFile.Mode);
        if (copy >= 0)
        {
            using var to = new CapturedFile(copy, default);
            to.Append(this, start, End - start);
        }
        // Truncated even when the copy failed (a full disk): the bound comes first.
        return Libc.Truncate(Descriptor, 0) == 0;
    }
}
