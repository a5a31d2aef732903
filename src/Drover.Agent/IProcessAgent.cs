namespace Drover.Agent;

/// <summary>Starts, watches, signals and ends processes of a machine, and finds them again after the daemon was gone. All may be called from any thread.</summary>
public interface IProcessAgent : IDisposable
{
    /// <summary>Time since the boot of the machine, by the clock that the times of processes are told by.</summary>
    TimeSpan SinceBoot { get; }

    /// <summary>What keeps processes together and cannot be had here, and why, for people; null if nothing is missing.</summary>
    string? MissingProtection { get; }

    /// <summary>Reads the records, watches again what lives, and tells of each what became of it. To be called once, before the first start;
    /// ends from then on are reported as usual.</summary>
    Task<IReadOnlyList<AdoptedProcess>> AdoptAsync(CancellationToken cancellationToken);

    /// <summary>Starts processes one after another in their order, while the next is being prepared and the one before taken into care. Each start is on
    /// record before it is made. One that cannot be started does not keep others from it.</summary>
    /// <returns>What became of each, in the same order.</returns>
    IReadOnlyList<StartOutcome> StartAll(IReadOnlyList<ProcessSpec> specs);

    /// <summary>An invocation; null if there is none of that name.</summary>
    ProcessView? Find(string invocation);

    /// <summary>Live figures of a main process; null if it has ended.</summary>
    ProcessFigures? Figures(string invocation);

    /// <summary>Live figures of the trees of all invocations that are not forgotten, by their names. Looks at the machine, which takes milliseconds.</summary>
    IReadOnlyDictionary<string, TreeFigures> MeasureTrees();

    /// <summary>Keeps another note with an invocation. If it cannot be written the one before stays on record.</summary>
    void Note(string invocation, RawJson note);

    /// <summary>Moves the log of an invocation, which goes on to be written to, and what was copied of it before. Nothing is moved over what is there already.</summary>
    /// <returns>Whether the log is now at the new place, and known there.</returns>
    bool MoveLog(string invocation, string path);

    /// <summary>The living processes of an invocation, whether or not its main process lives.</summary>
    Task<TreeRemains> FindTreeAsync(string invocation, CancellationToken cancellationToken);

    /// <summary>Sends a signal to the main process alone. False if that has ended.</summary>
    bool SignalMain(string invocation, int signal);

    /// <summary>Sends a signal to the process group and to those that left it. Returns what was found outside of the group, or in it when the
    /// main process has ended.</summary>
    Task<TreeRemains> SignalTreeAsync(string invocation, int signal, CancellationToken cancellationToken);

    /// <summary>Kills the whole tree: process group, cgroup, and whatever a scan finds, until two scans in a row find nothing. What is left when
    /// the patience is over (such as a process stuck in the kernel) is returned.</summary>
    /// <remarks>Many trees killed at the same time share their scans: start all, then await all.</remarks>
    Task<TreeRemains> KillTreeAsync(string invocation, CancellationToken cancellationToken);

    /// <summary>Drops an invocation whose end was taken note of, with its record.</summary>
    /// <exception cref="AgentException">It still runs.</exception>
    void Forget(string invocation);

    /// <summary>Reports with numbers above <paramref name="after"/>, in order; waits until there is one. None when the agent has ended. They are kept, and
    /// told again, until they are acknowledged; an exit stays on record until <see cref="Forget"/> besides.</summary>
    Task<IReadOnlyList<ProcessReport>> ReadReportsAsync(long after, CancellationToken cancellationToken);

    /// <summary>Reports up to a number are dealt with.</summary>
    void Acknowledge(long number);
}
