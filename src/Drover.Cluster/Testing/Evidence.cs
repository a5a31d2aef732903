using System.Globalization;
using System.Text;

namespace Drover.Cluster.Testing;

/// <summary>A file with a line for each step that was done. Lines of several jobs may stand in one file.</summary>
internal static class Evidence
{
    /// <summary>Adds a line and returns when the disk has it.</summary>
    /// <exception cref="Drover.Kernel.Operations.OperationException">The file cannot be written.</exception>
    public static void Append(string path, string job, long step)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{job} {step}\n")));
            file.Flush(flushToDisk: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Refusal.Failed($"Parameter 'evidence': the file {path} cannot be written: {problem.Message}");
        }
    }

    /// <summary>The last step of a job that stands in the file whole; 0 when none does.</summary>
    public static long LastStep(string path, string job)
    {
        if (!File.Exists(path))
            return 0;
        var last = 0L;
        var text = File.ReadAllText(path);
        // A line without its end was torn by the crash; the step before it counts.
        foreach (var line in text[..(text.LastIndexOf('\n') + 1)].Split('\n'))
        {
            var parts = line.Split(' ');
            if (parts.Length == 2 && parts[0] == job && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                last = Math.Max(last, step);
        }
        return last;
    }
}
