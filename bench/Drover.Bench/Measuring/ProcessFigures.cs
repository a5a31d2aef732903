using System.Globalization;

namespace Drover.Bench.Measuring;

/// <summary>What <c>/proc</c> says of a process.</summary>
internal static class ProcessFigures
{
    /// <summary>Resident memory in MB of 1,000,000 bytes (<c>VmRSS</c>).</summary>
    public static double ResidentMegabytes(int process) => Line($"/proc/{process}/status", "VmRSS:") * 1024 / 1e6;

    /// <summary>Bytes that this process has handed to write calls (<c>wchar</c>), page cache included.</summary>
    public static long BytesWritten() => Line("/proc/self/io", "wchar:");

    /// <summary>Processor time of a process so far, all threads, in milliseconds (<c>utime</c> and <c>stime</c>, in hundredths of a second).</summary>
    public static double ProcessorMilliseconds(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) * 10.0;
    }

    private static long Line(string file, string key)
    {
        foreach (var line in File.ReadLines(file))
            if (line.StartsWith(key, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(key.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture);
        throw new InvalidOperationException($"{file} has no {key}");
    }
}
