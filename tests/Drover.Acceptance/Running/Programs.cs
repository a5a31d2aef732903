namespace Drover.Acceptance.Running;

/// <summary>Where the programs under test lie: <c>bin/</c> of the repository, or the directory in <c>DROVER_BIN</c>.</summary>
internal static class Programs
{
    internal static string Daemon { get; } = Find("droverd");

    internal static string Client { get; } = Find("drover");

    /// <summary>The agent of other machines.</summary>
    internal static string Agent { get; } = Find("drover-agent");

    /// <summary>The command line of Cluster::Init.</summary>
    internal static string Clinit { get; } = Find("clinit");

    private static string Find(string name)
    {
        var folder = Environment.GetEnvironmentVariable("DROVER_BIN") is { Length: > 0 } given ? given : Path.Combine(Root(), "bin");
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"There is no {path}: run 'make build' first, or set DROVER_BIN.");
    }

    /// <summary>The repository.</summary>
    internal static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Drover.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("This test program does not lie below the repository: set DROVER_BIN.");
    }
}
