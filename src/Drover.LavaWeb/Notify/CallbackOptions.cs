namespace Drover.LavaWeb.Notify;

/// <summary>How calls that notify of test jobs are made.</summary>
public sealed class CallbackOptions
{
    /// <summary>Hosts that may be called. <c>*</c> is every one, but then none whose address is this machine's own, of a link or of many machines: those only by their names. Default <c>*</c>.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = ["*"];

    /// <summary>How long a call may take in all. Default 5 s, as LAVA has it.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a call is tried again that was not taken. Default 3; LAVA has none.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>After how long it is first tried again; then after three times as long each time. Default 10 s.</summary>
    public TimeSpan RetryWait { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls that are made at once; at most half of them to one host. Default 8.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Most bytes of a log that a call carries: whole lines from its begin on. Default 16 MiB.</summary>
    public int LogBytes { get; init; } = 16 << 20;
}
