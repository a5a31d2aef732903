using System.Buffers.Binary;
using Drover.Agent.Native;

namespace Drover.Agent.Output;

/// <summary>When the bytes of a log were first seen, in a file beside it, <c>LOG.times</c> (docs/formats/logs.md): the processes' bytes stay as they are. A record says up to which offset
/// the log went at a look; bytes have the time of the look that saw them first. What cannot be recorded is lost, and never keeps the log from being looked after.</summary>
/// <param name="path">The log.</param>
/// <param name="clock">The clock.</param>
internal sealed class OutputTimes(string path, TimeProvider clock)
{
    /// <summary>Records of a file, at most: a mebibyte, and 18 hours of a log that is written to each second.</summary>
    internal const int MostRecords = 65_536;

    private const int RecordBytes = 16;

    /// <summary>In place of an offset: what is in the file is not known.</summary>
    private const long Unread = -1;

    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private readonly string _path = path + ".times";
    private int _count;
    private long _end = Unread;
    private long? _missed;

    private static ReadOnlySpan<byte> Magic => "drtimes1"u8;

    /// <summary>From now on it is about this file, of which nobody saw come what is in it. Nothing is read or written before the first look: a start must cost little.</summary>
    internal void Begin(CapturedFile file) => (_end, _missed) = (Unread, EndOf(file));

    /// <summary>An earlier daemon looked at the file: what has come since is seen first by the next look.</summary>
    internal void Resume() => _missed = null;

    /// <summary>Takes note of what has come since the last look.</summary>
    internal void Look(CapturedFile file)
    {
        if (_end == Unread)
            Open(file);
        if (_missed is { } missed && missed > _end)
            Note(file, missed, time: 0);
        _missed = null;
        Note(file, EndOf(file), (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    /// <summary>Drops records of what was cut away from the front.</summary>
    internal void Cut(CapturedFile file)
    {
        if (Read(file.Identity.Inode) is { } records)
            Keep(file.Identity.Inode, records, records.FindIndex(record => record.End > CutAway.Of(file) + file.FirstData(0, file.End)));
    }

    private static long EndOf(CapturedFile file) => CutAway.Of(file) + file.End;

    /// <summary>Goes on where an earlier look was. What is in a file that nothing is known of has no time.</summary>
    private void Open(CapturedFile file)
    {
        var end = EndOf(file);
        if (Read(file.Identity.Inode) is { } records && (records is not [.., var last] || last.End <= end))
            (_count, _end) = (records.Count, records is [.., var latest] ? latest.End : 0);
        else
            Rewrite(file.Identity.Inode, (_missed ?? end) is > 0 and var unknown ? [new Record(unknown, 0)] : []);
    }

    private void Note(CapturedFile file, long end, long time)
    {
        // A log that is shorter now was emptied.
        if (end < _end)
            Rewrite(file.Identity.Inode, []);
        if (_end == Unread || end == _end || (_count >= MostRecords && !Halve(file)))
            return;
        Span<byte> record = stackalloc byte[RecordBytes];
        new Record(end, time).WriteTo(record);
        (_count, _end) = Write(record, (_count + 1L) * RecordBytes) ? (_count + 1, end) : (0, Unread);
    }

    private bool Halve(CapturedFile file) => Read(file.Identity.Inode) is { } records && Keep(file.Identity.Inode, records, records.Count / 2);

    /// <summary>Keeps records from one on; what is before that has no time.</summary>
    private bool Keep(ulong inode, List<Record> records, int first) =>
        first <= 0 || Rewrite(inode, [new Record(records[first - 1].End, 0), .. records.Skip(first)]);

    private bool Rewrite(ulong inode, List<Record> records)
    {
        var bytes = new byte[(records.Count + 1) * RecordBytes];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8), inode);
        for (var i = 0; i < records.Count; i++)
            records[i].WriteTo(bytes.AsSpan((i + 1) * RecordBytes));
        try
        {
            WholeFile.Replace(_path, bytes, Mode);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            (_count, _end) = (0, Unread);
            return false;
        }
        (_count, _end) = (records.Count, records is [.., var last] ? last.End : 0);
        return true;
    }

    /// <summary>The records of a log file; null when they are those of another, or none can be read.</summary>
    private List<Record>? Read(ulong inode)
    {
        byte[] bytes;
        try
        {
            if (new FileInfo(_path) is not { Exists: true, LinkTarget: null, Length: >= RecordBytes and <= (MostRecords + 1L) * RecordBytes })
                return null;
            bytes = File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        if (!bytes.AsSpan().StartsWith(Magic) || BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)) != inode)
            return null;
        var records = new List<Record>();
        for (var at = RecordBytes; at + RecordBytes <= bytes.Length; at += RecordBytes)
            records.Add(Record.Of(bytes.AsSpan(at)));
        return records;
    }

    private unsafe bool Write(ReadOnlySpan<byte> record, long at)
    {
        var descriptor = Libc.Open(_path, Libc.OpenWriteOnly | Libc.OpenCloseOnExec | Libc.OpenNonBlocking | Libc.OpenNoFollow, 0);
        if (descriptor < 0)
            return false;
        nint put;
        // A part of one is written over by the next.
        fixed (byte* bytes = record)
            put = Libc.WriteAt(descriptor, bytes, record.Length, at);
        _ = Libc.Close(descriptor);
        return put == record.Length;
    }

    /// <param name="End">The offset up to which the log went.</param>
    /// <param name="Time">When that was seen, microseconds since the Unix epoch; 0 when that is not known.</param>
    private readonly record struct Record(long End, long Time)
    {
        internal static Record Of(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]));

        internal void WriteTo(Span<byte> bytes)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, End);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], Time);
        }
    }
}
