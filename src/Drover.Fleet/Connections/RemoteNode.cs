using Drover.Kernel.Logs;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Configuration;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;
using Drover.NodeWire.Protocol;

namespace Drover.Fleet.Connections;

/// <summary>A node that is reached by the connection of its agent, or is away. It stands for one stream of reports: an agent that numbers them anew is another one.</summary>
internal sealed class RemoteNode : INode
{
    /// <summary>Less than the longest that a timer takes.</summary>
    private static readonly TimeSpan s_longWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly FleetOptions _options;
    private readonly TimeProvider _clock;
    private readonly FleetInstruments _instruments;
    private TaskCompletionSource<AgentSession> _next = NewSignal();
    private AgentSession? _session;
    private string? _instance;
    private bool _ended;

    /// <param name="name">Its name.</param>
    /// <param name="presence">What is known of it now.</param>
    /// <param name="options">How long things may take.</param>
    /// <param name="clock">Times them.</param>
    /// <param name="instruments">Measures calls and reports.</param>
    /// <param name="pace">How much it has said of late, where it was known before; null for a new one.</param>
    public RemoteNode(string name, NodePresence presence, FleetOptions options, TimeProvider clock, FleetInstruments instruments, ReportPace? pace = null)
    {
        Pace = pace ?? new ReportPace(options.ReportRate, options.ReportBurst, clock);
        (Name, Presence, _options, _clock, _instruments) = (name, presence, options, clock, instruments);
        Services = new RemoteServices(this, options, instruments);
        Facts = new RemoteFacts(this, clock);
        Commands = new RemoteCommands(this);
        Logs = new RemoteLogs(this, clock);
        Configuration = new RemoteConfiguration(this, options.AnswerTime, clock);
        TestJobs = new RemoteTestJobs(this, options);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public NodePresence Presence { get; private set; }

    /// <inheritdoc cref="INode.Facts"/>
    public RemoteFacts Facts { get; }

    INodeFacts INode.Facts => Facts;

    /// <inheritdoc/>
    public INodeCommands Commands { get; }

    /// <inheritdoc/>
    public ILogs Logs { get; }

    /// <summary>How much it has said of late.</summary>
    public ReportPace Pace { get; }

    /// <inheritdoc cref="INode.Services"/>
    public RemoteServices Services { get; }

    INodeServices INode.Services => Services;

    /// <inheritdoc cref="INode.Configuration"/>
    public RemoteConfiguration Configuration { get; }

    INodeConfiguration INode.Configuration => Configuration;

    /// <inheritdoc/>
    public bool KeepsLeases => Session?.KeepsLeases == true;

    /// <inheritdoc/>
    public INodeTestJobs TestJobs { get; }

    /// <summary>Under which the numbers of its reports rise; null before it has told.</summary>
    public string? Stream { get; private set; }

    /// <summary>The connection; null while it is away.</summary>
    public AgentSession? Session
    {
        get
        {
            lock (_gate)
                return _session;
        }
    }

    /// <summary>The agent has connected.</summary>
    /// <returns>The connection of before, which is to be ended; null when there is none.</returns>
    public AgentSession? Attach(AgentSession session, NodePresence presence)
    {
        AgentSession? before;
        bool isAnew;
        lock (_gate)
        {
            (before, _session, Presence) = (_session, session, presence);
            isAnew = _instance is not null && _instance != session.Hello.Instance;
            (_instance, Stream) = (session.Hello.Instance, session.Hello.ReportStream);
            _next.TrySetResult(session);
        }
        Services.OnAttached(session, isAnew);
        Configuration.OnAttached(session);
        return before;
    }

    /// <summary>Something else is known of it, while it is away.</summary>
    public void Expect(NodePresence presence)
    {
        lock (_gate)
            if (_session is null)
                Presence = presence;
    }

    /// <summary>A connection has ended.</summary>
    /// <returns>Whether it was the present one, so that the node is away from now on.</returns>
    public bool Detach(AgentSession session, NodePresence presence)
    {
        lock (_gate)
        {
            if (_session != session)
                return false;
            (_session, Presence) = (null, presence);
            // Orders may wait for the next one already.
            if (_next.Task.IsCompleted)
                _next = NewSignal();
            return true;
        }
    }

    /// <summary>It has left the fleet, or another stream of reports has taken its place: nothing more comes.</summary>
    public void End()
    {
        AgentSession? session;
        lock (_gate)
        {
            _ended = true;
            session = _session;
            _next.TrySetCanceled(CancellationToken.None);
        }
        session?.End("the node has left the fleet");
        Services.End();
    }

    /// <summary>Gives an order: waits for a node that is away, and gives it again when the connection is lost before the answer. An order that comes twice is recognised by its key.</summary>
    /// <exception cref="NodeAwayException">It is away for longer than an order waits.</exception>
    public async Task<Answer> OrderAsync(Func<Call> order, TimeSpan patience, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            var session = await SessionAsync(patience, began, cancellationToken);
            try
            {
                return await CallAsync(session, order(), _options.AnswerTime, cancellationToken);
            }
            catch (ConnectionLostException)
            {
                // Counted from when it was lost.
                began = _clock.GetTimestamp();
            }
        }
    }

    /// <summary>Gives an order that waits as long as orders do.</summary>
    public Task<Answer> OrderAsync(Func<Call> order, CancellationToken cancellationToken) => OrderAsync(order, _options.Patience, cancellationToken);

    /// <summary>Asks something that changes nothing, and does not wait for a node that is away.</summary>
    /// <exception cref="NodeAwayException">It is away.</exception>
    public async Task<Answer> AskAsync(Call question, CancellationToken cancellationToken, bool isLook = false)
    {
        if (Session is not { } session)
            throw AwayError();
        try
        {
            return await CallAsync(session, question, isLook ? _options.LookTime : _options.AnswerTime, cancellationToken);
        }
        catch (ConnectionLostException)
        {
            throw AwayError();
        }
    }

    /// <summary>Its connection, once it is here and says that it is able to something.</summary>
    /// <exception cref="NodeAwayException">It has left the fleet.</exception>
    public async Task<AgentSession> AbleAsync(string capability, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!await IsHereWithinAsync(s_longWait, cancellationToken) || Session is not { } session)
                continue;
            if (session.Hello.Capabilities.Contains(capability) && session.Reason is null)
                return session;
            // Another start of its agent may be.
            await session.Over.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Asks or orders something over one connection alone.</summary>
    /// <exception cref="NodeAwayException">That has ended.</exception>
    public async Task<Answer> CallOnceAsync(AgentSession session, Call call, TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            return await CallAsync(session, call, time, cancellationToken);
        }
        catch (ConnectionLostException)
        {
            throw AwayError();
        }
    }

    /// <summary>Whether it is here, or comes within a time.</summary>
    /// <exception cref="NodeAwayException">It has left the fleet.</exception>
    public async Task<bool> IsHereWithinAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await SessionAsync(patience, _clock.GetTimestamp(), cancellationToken);
            return true;
        }
        catch (NodeAwayException) when (!HasLeft)
        {
            return false;
        }
    }

    /// <summary>How it is with a node whose connection has ended for a reason.</summary>
    public NodePresence Away(string? reason) => Presence with { IsHere = false, Since = Timestamp.From(_clock).Microseconds, Reason = reason ?? "the connection was lost" };

    private async Task<Answer> CallAsync(AgentSession session, Call call, TimeSpan time, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        var answer = await session.CallAsync(call, time, cancellationToken);
        // One that waits for something to come or to end says nothing of how fast a node answers.
        if (call.ReadLog is not { Piece.Patience: > 0 } && call.LookAtStep is null && call.EndStep is null)
            _instruments.Answered(_clock.GetElapsedTime(began));
        return answer;
    }

    private bool HasLeft
    {
        get
        {
            lock (_gate)
                return _ended;
        }
    }

    private async Task<AgentSession> SessionAsync(TimeSpan patience, long began, CancellationToken cancellationToken)
    {
        Task<AgentSession> next;
        lock (_gate)
        {
            if (_ended)
                throw new NodeAwayException($"Node {Name} has left the fleet.");
            if (_session is { } session && session.Reason is null)
                return session;
            if (_next.Task.IsCompleted)
                _next = NewSignal();
            next = _next.Task;
        }
        var left = patience - _clock.GetElapsedTime(began);
        if (left <= TimeSpan.Zero)
            throw AwayError();
        try
        {
            return await next.WaitAsync(left, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw AwayError();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeAwayException($"Node {Name} has left the fleet.");
        }
    }

    private NodeAwayException AwayError()
    {
        var presence = Presence;
        var since = presence is { IsHere: false, Since: > 0 } ? $" since {new Timestamp(presence.Since).ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC" : "";
        return new NodeAwayException($"Node {Name} is away{since}: {presence.Reason ?? Session?.Reason ?? "it has not connected yet"}. Is its agent running, and does it reach this master?");
    }

    private static TaskCompletionSource<AgentSession> NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
