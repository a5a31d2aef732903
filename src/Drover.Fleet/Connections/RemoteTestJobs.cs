using Drover.Nodes.TestJobs;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;
using StepState = Drover.Nodes.TestJobs.StepState;
using TestJobsFound = Drover.Nodes.TestJobs.TestJobsFound;

namespace Drover.Fleet.Connections;

/// <summary>Test jobs on a machine, by the connection of its agent over which they were opened: with the next one the machine may have another boot, so they are to be opened again.</summary>
internal sealed class RemoteTestJobs(RemoteNode node, FleetOptions options) : INodeTestJobs
{
    /// <summary>How long an agent may wait for the end of a step at most. Less than what an answer may take.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Room in a message beside what is counted.</summary>
    private const int Envelope = 1 << 10;

    /// <summary>What agents take, whatever the master does.</summary>
    private const int MostBytes = 4 << 20;

    private volatile AgentSession? _session;

    /// <inheritdoc/>
    public Task Lost => _session?.Over ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<TestJobsFound> OpenAsync(long term, CancellationToken cancellationToken)
    {
        while (true)
        {
            var session = await node.AbleAsync(Capabilities.TestJobs, cancellationToken);
            try
            {
                var answer = await node.CallOnceAsync(session, Order(term, new Call { OpenTestJobs = new OpenTestJobs() }), options.AnswerTime, cancellationToken);
                _session = session;
                return answer.TestJobs.ToFound();
            }
            catch (NodeAwayException)
            {
                // It is waited for again.
            }
        }
    }

    /// <inheritdoc/>
    public async Task<string?> PrepareAsync(long term, long job, CancellationToken cancellationToken) =>
        Problem(await AskAsync(Order(term, new Call { PrepareTestJob = new PrepareTestJob { Job = job } }), cancellationToken));

    /// <inheritdoc/>
    public async Task<string?> StartAsync(long term, StepKey key, StepSpec spec, CancellationToken cancellationToken)
    {
        var call = Order(term, new Call { StartStep = spec.ToMessage(key) });
        return call.CalculateSize() > MostBytes - Envelope
            ? $"with their variables they are longer than a message to an agent ({MostBytes} bytes)"
            : Problem(await AskAsync(call, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<StepState> LookAsync(StepKey key, TimeSpan patience, CancellationToken cancellationToken)
    {
        var wait = patience < s_patience ? patience : s_patience;
        return (await AskAsync(new Call { LookAtStep = new LookAtStep { Step = key.ToMessage(), Patience = (long)wait.TotalMicroseconds } }, cancellationToken)).Step.ToState();
    }

    /// <inheritdoc/>
    public async Task<string?> EndTreeAsync(long term, StepKey key, TimeSpan grace, CancellationToken cancellationToken) =>
        Problem(await AskAsync(Order(term, new Call { EndStep = new EndStep { Step = key.ToMessage(), Grace = (long)grace.TotalMicroseconds } }), cancellationToken, more: grace));

    /// <inheritdoc/>
    public Task ForgetAsync(long term, StepKey key, CancellationToken cancellationToken) =>
        AskAsync(Order(term, new Call { ForgetStep = new ForgetStep { Step = key.ToMessage() } }), cancellationToken);

    /// <inheritdoc/>
    public async Task<bool> CloseAsync(long term, long job, CancellationToken cancellationToken) =>
        (await AskAsync(Order(term, new Call { CloseTestJob = new CloseTestJob { Job = job } }), cancellationToken)).TestJob.EndedSteps;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<long>> CleanAsync(long term, TimeSpan unused, IReadOnlyCollection<long> keep, CancellationToken cancellationToken)
    {
        var clean = new CleanTestJobs { Unused = (long)unused.TotalMicroseconds };
        clean.Keep.AddRange(keep);
        return [.. (await AskAsync(Order(term, new Call { CleanTestJobs = clean }), cancellationToken)).Cleaned.Jobs];
    }

    private Task<Answer> AskAsync(Call call, CancellationToken cancellationToken, TimeSpan more = default) =>
        node.CallOnceAsync(_session ?? throw new NodeAwayException($"The test jobs of node {node.Name} were not opened."), call, options.AnswerTime + more, cancellationToken);

    private static Call Order(long term, Call call)
    {
        call.Order = new Order { Term = term };
        return call;
    }

    private static string? Problem(Answer answer) => answer.TestJob is { HasProblem: true } done ? done.Problem : null;
}
