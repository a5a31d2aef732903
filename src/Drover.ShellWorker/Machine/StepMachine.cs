using Drover.Kernel.Logs;
using Drover.Nodes;
using Drover.Nodes.TestJobs;

namespace Drover.ShellWorker.Machine;

/// <summary>A machine as it was opened once. Behind the loss of the connection it does nothing more: the machine may have another boot then.</summary>
internal sealed class StepMachine
{
    /// <summary>Code of the error of what is asked of a machine that is lost.</summary>
    public const string Away = "NODE_AWAY";

    private readonly INode _node;
    private readonly INodeTestJobs _jobs;
    private readonly TestJobsFound _found;
    private readonly TimeProvider _clock;
    private readonly long _term;
    private readonly long _opened;

    /// <param name="node">The machine.</param>
    /// <param name="found">What was found on it just now.</param>
    /// <param name="number">Which opening it is, from 1.</param>
    /// <param name="term">Term of the master.</param>
    /// <param name="clock">Counts on the time of the machine.</param>
    public StepMachine(INode node, TestJobsFound found, long number, long term, TimeProvider clock)
    {
        (_node, _jobs, _found, Number, _term, _clock, _opened) = (node, node.TestJobs!, found, number, term, clock, clock.GetTimestamp());
        Lost = _jobs.Lost;
    }

    /// <summary>Which opening it is, from 1.</summary>
    public long Number { get; }

    /// <summary>Ends when it is lost.</summary>
    public Task Lost { get; }

    /// <summary>Whether it is lost.</summary>
    public bool IsLost => Lost.IsCompleted;

    /// <summary>Names the boot of the machine.</summary>
    public string Boot => _found.Boot;

    /// <summary>Time since that boot, as the machine said at its opening and this one has counted since, also behind its loss.</summary>
    public TimeSpan SinceBoot => _found.SinceBoot + _clock.GetElapsedTime(_opened);

    /// <summary>The test jobs that it had something of when it was opened.</summary>
    public IEnumerable<long> Jobs => _found.Jobs.Concat(_found.Steps.Select(step => step.Job)).Distinct();

    public Task<string?> PrepareAsync(long job, CancellationToken cancellationToken) => Reached().PrepareAsync(_term, job, cancellationToken);

    public Task<string?> StartAsync(StepKey key, StepSpec spec, CancellationToken cancellationToken) => Reached().StartAsync(_term, key, spec, cancellationToken);

    public Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken) => Reached().LookAsync(key, patience, cancellationToken);

    public Task<string?> EndTreeAsync(StepKey key, TimeSpan grace, CancellationToken cancellationToken) => Reached().EndTreeAsync(_term, key, grace, cancellationToken);

    public Task ForgetAsync(StepKey key, CancellationToken cancellationToken) => Reached().ForgetAsync(_term, key, cancellationToken);

    public Task<bool> CloseAsync(long job, CancellationToken cancellationToken) => Reached().CloseAsync(_term, job, cancellationToken);

    public Task<IReadOnlyList<long>> CleanAsync(TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken) =>
        Reached().CleanAsync(_term, unused, keep, cancellationToken);

    /// <summary>The output of a definition; null when nothing of it can be read.</summary>
    public async Task<ILog?> OpenOutputAsync(StepKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await _node.Logs.OpenAsync(key.Log, cancellationToken);
        }
        catch (DroverException e) when (e.Code == "LOG_EMPTY")
        {
            return null;
        }
    }

    /// <summary>Ends the definitions of a test job that were there when it was opened.</summary>
    public async Task EndFoundAsync(long job, CancellationToken cancellationToken)
    {
        foreach (var step in _found.Steps.Where(step => step.Job == job))
            await EndTreeAsync(step, TimeSpan.Zero, cancellationToken);
    }

    private INodeTestJobs Reached() => IsLost ? throw new DroverException(Away, $"The connection of node {_node.Name} was lost.") : _jobs;
}
