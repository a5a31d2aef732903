using System.Buffers;
using System.Globalization;
using System.Text;
using Drover.Agent.Native;

namespace Drover.Agent.Identity;

/// <summary>The identity files below the run directory: <c>INVOCATION.STATE</c>, each written under another name and renamed, without fsync:
/// they mean nothing after a reboot. A lock keeps a second daemon away.</summary>
/// <remarks>Each state has its own name, and the file of the state before is removed afterwards. Renaming over a file would make ext4 write it
/// to the disk at once, which costs more than the whole start. Of two files that a crash left, the later state counts.</remarks>
internal sealed class RecordFiles : IDisposable
{
    private const string Unfinished = ".new";
    private const string Aside = ".bad";
    private const int Mode = 0x180; // 0600

    private readonly string _directory;
    private readonly int _lock;

    internal RecordFiles(string runDirectory)
    {
        _directory = Path.Combine(runDirectory, "processes");
        Directory.CreateDirectory(_directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Combine(_directory, "lock");
        _lock = Libc.Open(path, Libc.OpenReadWrite | Libc.OpenCreate | Libc.OpenCloseOnExec, Mode);
        if (_lock < 0)
            throw new AgentException("RUN_DIRECTORY", $"Cannot open \"{path}\": {Errno.Text(Errno.Last)}. Check the run directory.", Errno.Last);
        if (Libc.TryLock(_lock))
            return;
        _ = Libc.Close(_lock);
        throw new AgentException("RUN_DIRECTORY_IN_USE", $"Another daemon looks after the processes of \"{runDirectory}\". Stop it, or use another run directory.");
    }

    internal static string BootId { get; } = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    /// <summary>Where the status keeper of an invocation leaves the status.</summary>
    internal string StatusPath(string invocation) => Path.Combine(_directory, invocation + ".status");

    /// <summary>Writes a record. Returns 0 or an errno.</summary>
    internal int Write(InvocationRecord record)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        record.WriteTo(buffer);
        var path = PathOf(record.Invocation, record.State);
        var error = SmallFile.Write(path + Unfinished, buffer.WrittenSpan, Libc.OpenCreate | Libc.OpenTruncate, Mode);
        if (error == 0 && Libc.Rename(path + Unfinished, path) != 0)
            error = Errno.Last;
        if (error != 0)
            _ = Libc.Unlink(path + Unfinished);
        else if (record.State > InvocationState.Starting)
            DeleteBefore(record.Invocation, record.State);
        return error;
    }

    /// <summary>Removes a record, the kept status and the mark of readiness.</summary>
    internal void Delete(InvocationRecord record)
    {
        if (record.KeepStatus)
            _ = Libc.Unlink(StatusPath(record.Invocation));
        if (record.Notify)
            _ = Libc.Unlink(ReadyPath(record.Invocation));
        // The earliest first: after a crash amid this the latest state is what remains.
        DeleteBefore(record.Invocation, record.State);
        _ = Libc.Unlink(PathOf(record.Invocation, record.State));
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

    /// <summary>Notes that an invocation has said that it is ready: the next daemon need not wait for that. If this cannot be written it does.</summary>
    internal void MarkReady(string invocation)
    {
        if (!IsReady(invocation))
            _ = SmallFile.Write(ReadyPath(invocation), [], Libc.OpenCreate, Mode);
    }

    /// <summary>Whether it has ever said so.</summary>
    internal bool IsReady(string invocation) => File.Exists(ReadyPath(invocation));

    /// <summary>All records, oldest first; those that cannot be read are put aside.</summary>
    internal (IReadOnlyList<InvocationRecord> Records, IReadOnlyList<string> Problems) ReadAll()
    {
        Dictionary<string, InvocationRecord> records = new(StringComparer.Ordinal);
        List<string> problems = [];
        foreach (var path in Directory.EnumerateFiles(_directory).ToList())
        {
            if (path.EndsWith(Unfinished, StringComparison.Ordinal) && !path.Contains(".status", StringComparison.Ordinal))
                _ = Libc.Unlink(path);
            if (!Enum.GetValues<InvocationState>().Any(state => path.EndsWith(Extension(state), StringComparison.Ordinal)))
                continue;
            var name = Path.GetFileNameWithoutExtension(path);
            try
            {
                var record = InvocationRecord.Read(File.ReadAllBytes(path));
                if (record.Invocation != name)
                    throw new FormatException($"it speaks of invocation {record.Invocation}");
                if (!records.TryGetValue(name, out var other) || other.State < record.State)
                    records[name] = record;
            }
            catch (Exception e) when (e is FormatException or IOException or DecoderFallbackException)
            {
                _ = Libc.Rename(path, path + Aside);
                problems.Add($"The process record \"{path}\" cannot be used: {e.Message}. It was put aside as \"{path}{Aside}\"; look for a process with {Marker.Name}={name}.");
            }
        }
        foreach (var record in records.Values)
            DeleteBefore(record.Invocation, record.State);
        return ([.. records.Values.OrderBy(r => r.Started)], problems);
    }

    /// <summary>Lets another daemon in. The files stay.</summary>
    public void Dispose() => _ = Libc.Close(_lock);

    private static string Extension(InvocationState state) => state switch
    {
        InvocationState.Starting => ".starting",
        InvocationState.Running => ".running",
        _ => ".exited",
    };

    private string ReadyPath(string invocation) => Path.Combine(_directory, invocation + ".ready");

    private void DeleteBefore(string invocation, InvocationState state)
    {
        for (var earlier = InvocationState.Starting; earlier < state; earlier++)
            _ = Libc.Unlink(PathOf(invocation, earlier));
    }

    private string PathOf(string invocation, InvocationState state) => Path.Combine(_directory, invocation + Extension(state));
}
