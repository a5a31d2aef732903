using Drover.Nodes.Configuration;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Connections;

/// <summary>What the agent of a node is to keep of the configuration: told at each change, and at each connection.</summary>
/// <param name="node">The node.</param>
/// <param name="answerTime">How long it may take to say that it has written what it was given anew.</param>
/// <param name="clock">Times that.</param>
internal sealed class RemoteConfiguration(RemoteNode node, TimeSpan answerTime, TimeProvider clock) : INodeConfiguration
{
    /// <summary>What an agent takes in one message, with room for what is around it.</summary>
    private const int MostBytes = (4 << 20) - (64 << 10);

    private readonly Lock _gate = new();
    private readonly List<(int Number, TaskCompletionSource<string?> Kept)> _waiting = [];

    // Of this connection: each word of the master has one answer, and they come in order.
    private int _told;
    private int _answered;
    private ConfigurationFiles? _wanted;
    private string? _leftOut;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public void Keep(ConfigurationFiles? files)
    {
        lock (_gate)
        {
            if (files is null ? _wanted is null : files.SameAs(_wanted))
                return;
            (_wanted, Problem) = (files, null);
            Send_NeedsLock(node.Session);
        }
    }

    /// <inheritdoc/>
    public async Task<string?> GiveAnewAsync(CancellationToken cancellationToken)
    {
        Task<string?> kept;
        lock (_gate)
        {
            if (_wanted is null)
                return null;
            if (node.Session is not { } session)
                return $"it is away ({node.Presence.Reason}), and gets them when it is back";
            if (!Keeps(session))
                return null;
            Problem = null;
            Send_NeedsLock(session);
            if (Problem is { } problem)
                return problem;
            var waiting = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((_told, waiting));
            kept = waiting.Task;
        }
        try
        {
            return await kept.WaitAsync(answerTime, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return $"it has not answered within {answerTime.TotalSeconds:0.#} s";
        }
    }

    /// <summary>The agent has connected.</summary>
    public void OnAttached(AgentSession session)
    {
        lock (_gate)
        {
            Answer_NeedsLock(int.MaxValue, "the connection was lost; it is told anew");
            (_told, _answered) = (0, 0);
            Send_NeedsLock(session);
        }
    }

    /// <summary>The agent has said what became of it. What it says of an earlier word counts no more.</summary>
    /// <returns>Why it has not done it; null when it has.</returns>
    public string? OnKept(ConfigurationKept kept)
    {
        lock (_gate)
        {
            var isOfNow = kept.Hash == _wanted?.Hash;
            if (isOfNow)
                Problem = kept.HasProblem ? kept.Problem : _leftOut;
            Answer_NeedsLock(++_answered, Problem);
            return isOfNow ? Problem : null;
        }
    }

    private void Send_NeedsLock(AgentSession? session)
    {
        if (_wanted is not { } files || session is null || !Keeps(session))
            return;
        var message = files.ToMessage();
        _leftOut = null;
        if (message.CalculateSize() > MostBytes)
        {
            _leftOut = $"{ConfigurationFiles.DataName} of {files.Data?.Length} bytes does not fit into a message of {MostBytes}, and is not handed out";
            message.ClearConfigData();
        }
        if (session.Tell(new MasterMessage { Configuration = message }))
            _told++;
        else
            Problem = "too much waits for its agent to be told; it is told at its next connection";
    }

    private void Answer_NeedsLock(int number, string? problem)
    {
        foreach (var (_, kept) in _waiting.Where(waiting => waiting.Number <= number))
            kept.SetResult(problem);
        _waiting.RemoveAll(waiting => waiting.Number <= number);
    }

    private static bool Keeps(AgentSession session) => session.Hello.Capabilities.Contains(Capabilities.Configuration);
}
