using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Drover.Fleet.Agents;
using Drover.Fleet.Connections;
using Drover.Fleet.Telling;
using Drover.Kernel;
using Drover.Kernel.Domains;
using Drover.Nodes;
using Drover.Nodes.Presence;
using Microsoft.Extensions.Logging;

namespace Drover.Fleet;

/// <summary>The machines of the fleet: the one that the master runs on, and those whose agents have joined.</summary>
public sealed class FleetNodes : INodes, IController, IDisposable
{
    private readonly ConcurrentDictionary<string, RemoteNode> _remote = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly INode _own;
    private readonly FleetOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private IKernel? _kernel;

    /// <param name="own">The machine that the master runs on.</param>
    /// <param name="options">How long things may take.</param>
    /// <param name="clock">Times them.</param>
    /// <param name="logging">Makes the log.</param>
    /// <param name="meters">Makes the meter; null where nobody listens.</param>
    public FleetNodes(INode own, FleetOptions options, TimeProvider clock, ILoggerFactory logging, IMeterFactory? meters = null)
    {
        (_own, _options, _clock, _log) = (own, options, clock, logging.CreateLogger(FleetLog.Category));
        Instruments = new FleetInstruments(meters, () => _remote.Values.Select(node => node.Presence.IsHere));
    }

    /// <inheritdoc/>
    public event EventHandler<NodeEventArgs>? Added;

    /// <inheritdoc/>
    public event EventHandler<NodeEventArgs>? Removed;

    /// <inheritdoc/>
    public event EventHandler<NodeEventArgs>? PresenceChanged;

    /// <inheritdoc/>
    public string Own => _own.Name;

    /// <inheritdoc/>
    public IReadOnlyCollection<INode> All => [_own, .. _remote.Values.OrderBy(node => node.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public INode? Find(string name) => name == _own.Name ? _own : _remote.GetValueOrDefault(name);

    /// <inheritdoc/>
    public Task StartAsync(IKernel kernel, CancellationToken cancellationToken)
    {
        _kernel = kernel;
        foreach (var agent in kernel.State.Objects.All(FleetAgent.Kind).Where(agent => agent.Joined is not null))
        {
            var node = _remote[agent.Node] = Made(agent.Node, PresenceOf(agent));
            Added?.Invoke(this, new NodeEventArgs(node));
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        foreach (var node in _remote.Values)
            node.End();
        return Task.CompletedTask;
    }

    /// <summary>Measures what agents do.</summary>
    internal FleetInstruments Instruments { get; }

    /// <inheritdoc/>
    public void Dispose() => Instruments.Dispose();

    /// <summary>Which nodes are away, in words; null when all are here.</summary>
    public string? AwayNodes
    {
        get
        {
            const int Named = 3;
            var away = _remote.Values.Where(node => !node.Presence.IsHere).OrderBy(node => node.Name, StringComparer.Ordinal).ToList();
            return away.Count == 0 ? null
                : $"{(away.Count == 1 ? "one node is" : $"{away.Count} nodes are")} away: {string.Join("; ", away.Take(Named).Select(node => $"{node.Name} ({node.Presence.Reason})"))}{(away.Count > Named ? "; ..." : "")}";
        }
    }

    /// <summary>A machine has joined: its node is known from now on, as away.</summary>
    internal void Know(string name)
    {
        if (_kernel?.State.Objects.Find(FleetAgent.Kind, name) is not { Joined: not null } agent)
            return;
        var presence = PresenceOf(agent);
        RemoteNode? node = null;
        lock (_gate)
        {
            if (_remote.TryGetValue(name, out var before))
                before.Expect(presence);
            else
                _remote[name] = node = Made(name, presence);
        }
        if (node is not null)
            Added?.Invoke(this, new NodeEventArgs(node));
    }

    /// <summary>The node of an agent that wants to connect; known from now on, if it was not.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="stream">Under which the numbers of its reports rise.</param>
    internal RemoteNode Take(string name, string stream)
    {
        RemoteNode? before;
        RemoteNode node;
        lock (_gate)
        {
            if (_remote.TryGetValue(name, out before) && (before.Stream is null || before.Stream == stream))
                return before;
            node = Made(name, before?.Presence ?? new NodePresence(false, 0, "it has not connected yet"), before?.Pace);
            _remote[name] = node;
        }
        before?.End();
        Added?.Invoke(this, new NodeEventArgs(node));
        return node;
    }

    /// <summary>An agent is here.</summary>
    internal void Attach(RemoteNode node, AgentSession session)
    {
        var now = Timestamp.From(_clock);
        var presence = new NodePresence(true, now.Microseconds)
        {
            Version = session.Hello.Version,
            Address = session.Address,
            ClockAhead = new Timestamp(session.Hello.Clock) - now,
        };
        var lasted = node.Presence;
        node.Attach(session, presence)?.End("the agent has connected anew");
        Instruments.Connected();
        FleetLog.Came(_log, node.Name, session.Address, session.Hello.Version, lasted.IsHere ? "it was here by another connection" : lasted.Reason);
        if (presence.ClockAhead.Duration() > _options.ClockTolerance)
            FleetLog.ClockIsOff(_log, node.Name, presence.ClockAhead.TotalSeconds);
        Record(node.Name, presence);
        PresenceChanged?.Invoke(this, new NodeEventArgs(node));
    }

    /// <summary>The connection of an agent has ended.</summary>
    internal void Detach(RemoteNode node, AgentSession session)
    {
        var presence = node.Away(session.Reason);
        if (!node.Detach(session, presence) || _remote.GetValueOrDefault(node.Name) != node)
            return;
        Instruments.Lost();
        FleetLog.Lost(_log, node.Name, presence.Reason);
        Record(node.Name, presence);
        PresenceChanged?.Invoke(this, new NodeEventArgs(node));
    }

    /// <summary>A node has left the fleet.</summary>
    internal void Remove(string name)
    {
        if (!_remote.TryRemove(name, out var node))
            return;
        node.End();
        FleetLog.Left(_log, name);
        Removed?.Invoke(this, new NodeEventArgs(node));
    }

    private RemoteNode Made(string name, NodePresence presence, ReportPace? pace = null) => new(name, presence, _options, _clock, Instruments, pace);

    private static NodePresence PresenceOf(FleetAgent agent) =>
        new(false, agent.Since.Microseconds, agent.IsHere ? "it has not connected since the master started" : agent.Reason) { Version = agent.Version, Address = agent.Address };

    /// <summary>What is stored of it is for people and for the next master: nothing waits for that.</summary>
    private void Record(string node, NodePresence presence) => _ = RecordAsync(node, presence);

    private async Task RecordAsync(string node, NodePresence presence)
    {
        try
        {
            if (_kernel is { Stopping: false } kernel)
                await kernel.ExecuteAsync(new RecordPresence(node, presence), Caller.System, CancellationToken.None);
        }
        catch (DroverException e)
        {
            FleetLog.NotRecorded(_log, node, e.Message);
        }
    }
}
