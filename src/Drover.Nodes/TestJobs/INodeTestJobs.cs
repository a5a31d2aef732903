namespace Drover.Nodes.TestJobs;

/// <summary>The steps of test jobs that a machine runs for the lab. A definition of a test job is one process, which is started once, whatever becomes of who asked for it; its output is a log
/// of the machine (<see cref="StepKey.Log"/>). All of it may be asked for again: what is done already is left. What changes something takes the term of the master, and an earlier one than the
/// machine has heard is refused (<c>STALE_TERM</c>). When the machine is lost what is asked ends with <c>NODE_AWAY</c>, and goes on behind another opening.</summary>
public interface INodeTestJobs
{
    /// <summary>Takes up what there is; first, and again after <see cref="Lost"/>. Waits for a machine that is away.</summary>
    /// <exception cref="DroverException">It cannot run test jobs now, and why; <c>NODE_AWAY</c>: it does not come any more.</exception>
    Task<TestJobsFound> OpenAsync(long term, CancellationToken cancellationToken);

    /// <summary>Ends when the machine that was opened last is lost: it is to be opened again, and may have another boot then. Another task behind each opening.</summary>
    Task Lost { get; }

    /// <summary>Makes the record and the work directory of a test job.</summary>
    /// <returns>Why they cannot be had; null when they are there.</returns>
    Task<string?> PrepareAsync(long term, long job, CancellationToken cancellationToken);

    /// <summary>Starts a definition, unless there is a process of it, or was.</summary>
    /// <returns>Why it cannot be started; null when it was.</returns>
    Task<string?> StartAsync(long term, StepKey key, StepSpec spec, CancellationToken cancellationToken);

    /// <summary>How it is with a definition. While it runs this waits, at most for a time.</summary>
    Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Ends the processes of a definition, whether it runs or has ended: they are told to (TERM), and after the grace killed, until nothing is left.</summary>
    /// <param name="term">Term of the master.</param>
    /// <param name="key">The definition.</param>
    /// <param name="grace">How long they have; zero to kill them at once.</param>
    /// <param name="cancellationToken">Set when nobody waits for it.</param>
    /// <returns>What is left after all, in words; null when nothing is.</returns>
    Task<string?> EndTreeAsync(long term, StepKey key, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Drops what is known of the process of a definition that has ended.</summary>
    Task ForgetAsync(long term, StepKey key, CancellationToken cancellationToken);

    /// <summary>A test job is over: what is known of its definitions is ended at once, and its record goes with their output. Its work directory stays for a while.</summary>
    /// <returns>Whether there was a definition that nobody had dropped.</returns>
    Task<bool> CloseAsync(long term, long job, CancellationToken cancellationToken);

    /// <summary>Removes work directories that nothing was done in for a time.</summary>
    /// <param name="term">Term of the master.</param>
    /// <param name="unused">How long.</param>
    /// <param name="keep">Test jobs whose directories stay all the same.</param>
    /// <param name="cancellationToken">Set when nobody waits for it.</param>
    /// <returns>The test jobs whose directories are being removed.</returns>
    Task<IReadOnlyList<long>> CleanAsync(long term, TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken);
}
