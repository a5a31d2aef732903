namespace Drover.LavaWeb.Sessions;

/// <summary>Settings of the wires of LAVA's clients.</summary>
public sealed class ClientOptions
{
    /// <summary>The release of LAVA whose methods and answers these are; lavacli goes by it.</summary>
    public const string Release = "2023.01";

    /// <summary>Most bytes of a log that one call of <c>scheduler.jobs.logs</c> answers; who follows asks again for the rest. Default 4 MiB.</summary>
    public int LogPieceBytes { get; init; } = 4 << 20;

    /// <summary>Most calls that one <c>system.multicall</c> may hold. Default 100.</summary>
    public int MostCalls { get; init; } = 100;

    /// <summary>Most rows of one page of a listing over REST. Default 1,000.</summary>
    public int LargestPage { get; init; } = 1_000;

    /// <summary>Where LAVA's events are published, as clients are told; null when they are not.</summary>
    public string? EventSocket { get; init; }

    /// <summary>What their topics begin with. Default <c>org.lavasoftware</c>.</summary>
    public string EventTopic { get; init; } = "org.lavasoftware";
}
