using System.Globalization;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Lab;

/// <summary>What a worker has started: it lives on without it. Each of its processes has a path of the sandbox in its command line.</summary>
internal static class SandboxProcesses
{
    /// <summary>All but one.</summary>
    internal static IReadOnlyList<int> Of(Sandbox sandbox, int but) => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, CultureInfo.InvariantCulture, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .Where(process => process != but && CommandLine(process).Contains(sandbox.Path + "/", StringComparison.Ordinal))];

    /// <summary>Empty for one that is gone.</summary>
    internal static string CommandLine(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
