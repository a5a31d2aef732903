using System.Buffers;
using System.Globalization;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>The identity files below the run directory: one file an invocation, a line for each state that it comes to. Nothing is synced:
/// they mean nothing after a reboot. A lock keeps a second daemon away.</summary>
/// <remarks>Each line is written by one call and counts only with its end, so a daemon that dies amid it leaves the line before in force. Making
/// a file costs ext4 more than all the rest of a start; a line at the end of one costs next to nothing.</remarks>
internal sealed class RecordFiles : IDisposable
{
    private const string Extension = ".process";
    private const string Aside = ".bad";
    private const int Mode = 0x180; // 0600
    private const int DirectoryMode = 0x1C0; // 0700

    private readonly string _directory;
    private readonly HeldLock _lock;

    internal RecordFiles(string runDirectory)
    {
        _directory = DirectoryBelow(runDirectory);
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(_directory, "lock");
        _lock = HeldLock.TryTake(path, out _)
            ?? throw new AgentException("RUN_DIRECTORY_IN_USE", $"Another daemon looks after the processes of \"{runDirectory}\". Stop it, or use another run directory.");
    }

    internal static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Where the status keeper of an invocation leaves the status.</summary>
    internal string StatusPath(string invocation) => Path.Combine(_directory, invocation + ".status");

    /// <summary>Writes what a record has come to. Returns 0 or an errno.</summary>
    /// <param name="record">The record.</param>
    /// <param name="withNote">Whether its note or the place of its log is another than on record.</param>
    internal int Write(InvocationRecord record, bool withNote = false)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var path = PathOf(record.Invocation);
        if (record.State > InvocationState.Starting)
        {
            record.WriteChangeTo(buffer, withNote);
            buffer.Write("\n"u8);
            // Appended only to what is there: of a file that somebody removed the change alone would say nothing.
            if (SmallFile.Write(path, buffer.WrittenSpan, Libc.OpenAppend, Mode) is var error && error != Errno.NoEntry)
                return error;
            buffer.ResetWrittenCount();
        }
        record.WriteTo(buffer);
        buffer.Write("\n"u8);
        var problem = SmallFile.Write(path, buffer.WrittenSpan, Libc.OpenCreate | Libc.OpenTruncate, Mode);
        // A cleaner of run directories may have taken the directory too.
        if (problem == Errno.NoEntry && Libc.MakeDirectory(_directory, DirectoryMode) == 0)
            problem = SmallFile.Write(path, buffer.WrittenSpan, Libc.OpenCreate | Libc.OpenTruncate, Mode);
        if (problem != 0)
            _ = Libc.Unlink(path);
        return problem;
    }

    /// <summary>Removes a record and the kept status.</summary>
    internal void Delete(InvocationRecord record)
    {
        if (record.KeepStatus)
            _ = Libc.Unlink(StatusPath(record.Invocation));
        _ = Libc.Unlink(PathOf(record.Invocation));
    }

    /// <summary>The status that the keeper left; unknown if it did not come to that.</summary>
    internal ExitStatus KeptStatus(string invocation)
    {
        // A line without its end is half a line.
        var text = SmallFile.ReadText(StatusPath(invocation));
        return text?.EndsWith('\n') == true && int.TryParse(text.AsSpan().TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            ? ExitStatus.FromShell(status)
            : ExitStatus.Unknown;
    }

    /// <summary>The records that can be read, for who does not look after them: nothing is changed.</summary>
    internal static IReadOnlyList<InvocationRecord> Look(string runDirectory)
    {
        List<InvocationRecord> records = [];
        try
        {
            foreach (var path in Directory.EnumerateFiles(DirectoryBelow(runDirectory), "*" + Extension))
            {
                try
                {
                    if (Read(File.ReadAllBytes(path)) is { } record)
                        records.Add(record);
                }
                catch (Exception e) when (e is FormatException or IOException or DecoderFallbackException)
                {
                    // It is being removed, or is none; its processes are found by their mark.
                }
            }
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was ever started there, or somebody has cleaned it.
        }
        return records;
    }

    /// <summary>Whether a daemon looks after the processes of a run directory.</summary>
    internal static bool AreInCare(string runDirectory) => HeldLock.HolderOf(Path.Combine(DirectoryBelow(runDirectory), "lock")) > 0;

    /// <summary>All records, oldest first; those that cannot be read are put aside.</summary>
    internal (IReadOnlyList<InvocationRecord> Records, IReadOnlyList<string> Problems) ReadAll()
    {
        List<InvocationRecord> records = [];
        List<string> problems = [];
        foreach (var path in Directory.EnumerateFiles(_directory, "*" + Extension).ToList())
        {
            var name = Path.GetFileNameWithoutExtension(path);
            try
            {
                if (Read(File.ReadAllBytes(path)) is not { } record)
                {
                    // The daemon died before the first line was whole, so before the spawn.
                    _ = Libc.Unlink(path);
                    continue;
                }
                if (record.Invocation != name)
                    throw new FormatException($"it speaks of invocation {record.Invocation}");
                records.Add(record);
            }
            catch (Exception e) when (e is FormatException or IOException or DecoderFallbackException)
            {
                _ = Libc.Rename(path, path + Aside);
                problems.Add($"The process record \"{path}\" cannot be used: {e.Message}. It was put aside as \"{path}{Aside}\"; look for a process with {Marker.Name}={name}.");
            }
        }
        return ([.. records.OrderBy(r => r.Started)], problems);
    }

    /// <summary>Lets another daemon in. The files stay.</summary>
    public void Dispose() => _lock.Dispose();

    /// <summary>Null when not even the first line is whole. A later line that cannot be read (a full disk cut it) is passed over: what the first
    /// one says is enough to find the process by its marker.</summary>
    private static InvocationRecord? Read(ReadOnlyMemory<byte> text)
    {
        InvocationRecord? record = null;
        for (int end; (end = text.Span.IndexOf((byte)'\n')) >= 0; text = text[(end + 1)..])
            record = record is null ? InvocationRecord.Read(text[..end]) : record.With(text[..end]) ?? record;
        return record;
    }

    private static string DirectoryBelow(string runDirectory) => Path.Combine(runDirectory, "processes");

    private string PathOf(string invocation) => Path.Combine(_directory, invocation + Extension);
}
