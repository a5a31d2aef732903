using Drover.Nodes.Services;

namespace Drover.Agent;

/// <summary>What happened to a process.</summary>
public enum ProcessReportKind
{
    /// <summary>The main process ended. Descendants may still run.</summary>
    Exited,

    /// <summary>It announced that it is ready (<c>READY=1</c>, sd_notify(3)).</summary>
    Ready,
}

/// <summary>News of one invocation: that it is ready, and that it has ended, each once.</summary>
/// <param name="Number">Numbers begin at 1 with each agent, and none is left out.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Invocation">The invocation.</param>
/// <param name="Key">Its entry.</param>
/// <param name="Time">When the agent noticed.</param>
/// <param name="Status">How it ended; for <see cref="ProcessReportKind.Exited"/>.</param>
public sealed record ProcessReport(long Number, ProcessReportKind Kind, string Invocation, ProcessKey Key, DateTimeOffset Time, ExitStatus Status = default);
