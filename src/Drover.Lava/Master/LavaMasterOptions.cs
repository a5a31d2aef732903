using Drover.Lava.Control;
using Drover.Lava.Curve;
using Drover.Lava.Logs;

namespace Drover.Lava.Master;

/// <summary>Settings of the master of LAVA's workers.</summary>
public sealed record LavaMasterOptions
{
    /// <summary>Where workers come in.</summary>
    public required ControlOptions Control { get; init; }

    /// <summary>Where log lines come in.</summary>
    public required LogOptions Logs { get; init; }

    /// <summary>Keys of workers; null where all is plain.</summary>
    public CurveOptions? Curve { get; init; }

    /// <summary>Whether a worker that nobody has added is added when it is first heard. Default: yes.</summary>
    public bool AdmitsNewWorkers { get; init; } = true;

    /// <summary>After how long a START or CANCEL that is not answered is sent again. Default 20 s.</summary>
    public TimeSpan Resend { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the verdict in the log of a job may come after its worker has reported the end; then the job is incomplete. Default 30 s.</summary>
    public TimeSpan VerdictGrace { get; init; } = TimeSpan.FromSeconds(30);
}
