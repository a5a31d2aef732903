using System.Globalization;

namespace Drover.Cli.Operating;

/// <summary>A process of this machine, as it was when it was first looked at.</summary>
internal sealed class LocalProcess
{
    private readonly string? _startTime;

    public LocalProcess(int pid)
    {
        Pid = pid;
        _startTime = StartTime(pid);
    }

    public int Pid { get; }

    /// <summary>False when the process has ended, also where its number belongs to another one by now.</summary>
    public bool Lives => _startTime is not null && StartTime(Pid) == _startTime;

    /// <summary>Field 22 of /proc/PID/stat (proc_pid_stat(5)); null when the process is gone or waits to be reaped.</summary>
    private static string? StartTime(int pid)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' '); // The name before it may hold anything.
            return fields[0] is "Z" or "X" ? null : fields[19];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
