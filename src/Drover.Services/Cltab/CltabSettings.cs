namespace Drover.Services.Cltab;

/// <summary>The master settings of a cltab (<c>:::key:value</c>). They win over the command line. Null means: not set.</summary>
public sealed record CltabSettings
{
    /// <summary><c>:::socket:</c> - where clients connect. A change has effect at the next start.</summary>
    public string? Socket { get; init; }

    /// <summary><c>:::clstat:</c> - where the status file is written. A change has effect at the next start.</summary>
    public string? Clstat { get; init; }

    /// <summary><c>:::log:</c> - directory of captured output.</summary>
    public string? Log { get; init; }
}
