using System.Globalization;
using Drover.Nodes.Facts;

namespace Drover.Agent.Facts;

/// <summary>Reads the figures of this machine from <c>/proc</c>, <c>/sys</c> and the file system of a directory.</summary>
/// <param name="directory">Any directory on the disk to look at.</param>
/// <param name="clock">Figures are kept for a second of it.</param>
public sealed class LinuxNodeFacts(string directory, TimeProvider clock) : INodeFacts
{
    private const long Mebibyte = 1 << 20;
    private static readonly TimeSpan s_kept = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private NodeFigures? _figures;
    private long _readAt;

    /// <inheritdoc/>
    public ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_figures is null || clock.GetElapsedTime(_readAt) >= s_kept)
            {
                _figures = ReadNow();
                _readAt = clock.GetTimestamp();
            }
            return ValueTask.FromResult(_figures);
        }
    }

    private NodeFigures? ReadNow()
    {
        try
        {
            var memory = Memory();
            var disk = new DriveInfo(Path.GetFullPath(directory));
            var (cpus, sockets) = Cpus();
            return new NodeFigures(
                memory.GetValueOrDefault("MemTotal") / 1024, memory.GetValueOrDefault("MemAvailable") / 1024,
                disk.TotalSize / Mebibyte, disk.AvailableFreeSpace / Mebibyte, cpus, sockets, CpuNodes(),
                File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim())
            {
                Load = Load(),
                Kernel = File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
                System = SystemName(),
                Told = Timestamp.From(clock).Microseconds,
            };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A cell without a value says so.
            return null;
        }
    }

    /// <summary>Values in kibibytes.</summary>
    private static Dictionary<string, long> Memory()
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines("/proc/meminfo"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var number = line.AsSpan(colon + 1).Trim();
            var end = number.IndexOf(' ');
            if (colon > 0 && long.TryParse(end < 0 ? number : number[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                values[line[..colon]] = value;
        }
        return values;
    }

    private static LoadAverages? Load()
    {
        var fields = File.ReadAllText("/proc/loadavg").Split(' ');
        return fields.Length >= 3 && Number(fields[0]) is { } one && Number(fields[1]) is { } five && Number(fields[2]) is { } fifteen ? new LoadAverages(one, five, fifteen) : null;

        static double? Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : null;
    }

    /// <summary>As os-release(5) has it; null when there is no such file.</summary>
    private static string? SystemName()
    {
        const string Key = "PRETTY_NAME=";
        var file = Array.Find(["/etc/os-release", "/usr/lib/os-release"], File.Exists);
        return file is null ? null : File.ReadLines(file).FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim('"', '\'');
    }

    private static (int Cpus, int Sockets) Cpus()
    {
        var cpus = 0;
        var sockets = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines("/proc/cpuinfo"))
        {
            if (line.StartsWith("processor", StringComparison.Ordinal))
                cpus++;
            else if (line.StartsWith("physical id", StringComparison.Ordinal))
                sockets.Add(line);
        }
        return (cpus > 0 ? cpus : Environment.ProcessorCount, Math.Max(1, sockets.Count));
    }

    private static int CpuNodes()
    {
        const string Nodes = "/sys/devices/system/node";
        return Directory.Exists(Nodes) ? Math.Max(1, Directory.GetDirectories(Nodes, "node*").Length) : 1;
    }
}
