namespace Drover.Fleet.Tests.Failover;

/// <summary>What the processes of a history have written, and what is wrong with it.</summary>
/// <param name="directory">Where.</param>
internal sealed class Evidence(string directory)
{
    /// <summary>What the processes of the group have written: <c>begin NODE PID</c>, <c>end NODE PID</c>, <c>both NODE HOLDER</c>.</summary>
    public string[] History => Read("history");

    /// <summary>The node that has begun last, and its process.</summary>
    public (string Node, int Pid)? Last => History.LastOrDefault(line => line.StartsWith("begin ", StringComparison.Ordinal))?.Split(' ') is [_, var node, var pid]
        ? (node, int.Parse(pid, System.Globalization.CultureInfo.InvariantCulture)) : null;

    /// <summary>A line for a command to write, that says which it is.</summary>
    public string LineOf(int command) => $"echo {command} >>{directory}/commands";

    /// <summary>How often a command has run.</summary>
    public int RunsOf(int command) => Read("commands").Count(line => line == command.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The first thing that must not be; null if nothing is.</summary>
    public string? Violation()
    {
        var both = History.FirstOrDefault(line => line.Split(' ') is ["both", var node, var holder] && node != holder);
        var twice = Read("commands").GroupBy(line => line).FirstOrDefault(same => same.Count() > 1);
        return both is not null ? $"on two nodes at once: {both}" : twice is not null ? $"command {twice.Key} ran {twice.Count()} times" : null;
    }

    private string[] Read(string file)
    {
        var path = Path.Combine(directory, file);
        // What is being written has no end yet.
        return File.Exists(path) && File.ReadAllText(path) is { Length: > 0 } text ? text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];
    }
}
