namespace Drover.Agent.Addresses;

/// <summary>How addresses are set on this machine.</summary>
public sealed record AddressOptions
{
    /// <summary>File below the run directory that has the address that is set.</summary>
    public required string NoteFile { get; init; }

    /// <summary>The script of an address that is set by one.</summary>
    public required string Script { get; init; }

    /// <summary>How long it may run; default 10 seconds.</summary>
    public TimeSpan ScriptTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the network is asked whether another machine has the address; default 3.</summary>
    public int Probes { get; init; } = 3;

    /// <summary>How long an answer to each is waited for; default 300 milliseconds.</summary>
    public TimeSpan ProbePause { get; init; } = TimeSpan.FromMilliseconds(300);
}
