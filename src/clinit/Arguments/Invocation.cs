namespace Drover.Clinit.Arguments;

/// <summary>A command line that was understood.</summary>
internal sealed record Invocation
{
    public required Deed Deed { get; init; }

    public string Cltab { get; init; } = "/etc/cltab";

    public string Socket { get; init; } = "/var/run/clinit/clinit.s";

    public string Clstat { get; init; } = "/var/run/clinit/clstat";

    /// <summary>Whether the status follows the reply.</summary>
    public bool Verbose { get; init; }

    /// <summary>Whether all is printed as one JSON line.</summary>
    public bool Json { get; init; }

    /// <summary>Whether to stay until the level is reached.</summary>
    public bool Waits { get; init; }

    /// <summary>How long at most; null is without end.</summary>
    public TimeSpan? WaitLimit { get; init; }

    /// <summary>The group of a tell; null is the one named like this host.</summary>
    public string? Group { get; init; }

    /// <summary>The level of a tell.</summary>
    public string Level { get; init; } = "";

    /// <summary>What is handed to droverd besides.</summary>
    public IReadOnlyList<string> DaemonArguments { get; init; } = [];
}
