using Drover.Nodes.Services;

namespace Drover.Agent;

/// <summary>What happened to a process.</summary>
public enum ProcessReportKind
{
    /// <summary>The main process ended. Descendants may still run.</summary>
    Exited,

    /// <summary>It announced that it is ready (<c>READY=1</c>, sd_notify(3)).</summary>
    Ready,

    /// <summary>It sent a line about itself (<c>STATUS=</c>, sd_notify(3)).</summary>
    StatusText,
}

/// <summary>News of one invocation, in order per invocation.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Invocation">The invocation.</param>
/// <param name="Key">Its entry.</param>
/// <param name="Time">When the agent noticed.</param>
/// <param name="Status">How it ended; for <see cref="ProcessReportKind.Exited"/>.</param>
/// <param name="Text">What it said, without control characters, at most 512 characters; for <see cref="ProcessReportKind.StatusText"/>.</param>
public sealed record ProcessReport(ProcessReportKind Kind, string Invocation, ProcessKey Key, DateTimeOffset Time, ExitStatus Status = default, string? Text = null);
