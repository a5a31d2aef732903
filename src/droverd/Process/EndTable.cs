namespace Drover.Daemon.Process;

/// <summary>What an end of the daemon does to the services, by who asked for it and what systemd is doing. <c>docs/services.md</c> prints the same table.</summary>
internal static class EndTable
{
    public static IReadOnlyDictionary<(EndCause Cause, UnitJob Job), ServiceFate> Rows { get; } = new Dictionary<(EndCause, UnitJob), ServiceFate>
    {
        [(EndCause.Leave, UnitJob.None)] = ServiceFate.Stay,
        [(EndCause.Leave, UnitJob.Restart)] = ServiceFate.Stay,
        [(EndCause.Leave, UnitJob.Stop)] = ServiceFate.Stay,
        [(EndCause.Shutdown, UnitJob.None)] = ServiceFate.Stop,
        [(EndCause.Shutdown, UnitJob.Restart)] = ServiceFate.Stop,
        [(EndCause.Shutdown, UnitJob.Stop)] = ServiceFate.Stop,
        [(EndCause.Term, UnitJob.Restart)] = ServiceFate.Stay,
        [(EndCause.Term, UnitJob.Stop)] = ServiceFate.Stop,
        [(EndCause.Term, UnitJob.None)] = ServiceFate.AsSet,
    };

    /// <summary>Whether the services stay.</summary>
    /// <param name="cause">What asked for the end.</param>
    /// <param name="job">What systemd is doing with the unit.</param>
    /// <param name="onTerm">What counts where nobody says.</param>
    public static bool Leaves(EndCause cause, UnitJob job, ServiceFate onTerm) =>
        (Rows[(cause, job)] is var fate && fate == ServiceFate.AsSet ? onTerm : fate) == ServiceFate.Stay;
}
