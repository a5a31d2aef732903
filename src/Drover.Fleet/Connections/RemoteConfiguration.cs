using Drover.Nodes.Configuration;
using Drover.NodeWire;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Connections;

/// <summary>What the agent of a node is to keep of the configuration: told at each change, and at each connection.</summary>
internal sealed class RemoteConfiguration(RemoteNode node) : INodeConfiguration
{
    private readonly Lock _gate = new();
    private ConfigurationFiles? _wanted;

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public void Keep(ConfigurationFiles? files)
    {
        lock (_gate)
        {
            if (files?.Hash == _wanted?.Hash)
                return;
            (_wanted, Problem) = (files, null);
            Send_NeedsLock(node.Session);
        }
    }

    /// <summary>The agent has connected.</summary>
    public void OnAttached(AgentSession session)
    {
        lock (_gate)
            Send_NeedsLock(session);
    }

    /// <summary>The agent has said what became of it. What it says of an earlier word counts no more.</summary>
    /// <returns>Why it has not done it; null when it has.</returns>
    public string? OnKept(ConfigurationKept kept)
    {
        lock (_gate)
            return kept.Hash == _wanted?.Hash ? Problem = kept.HasProblem ? kept.Problem : null : null;
    }

    private void Send_NeedsLock(AgentSession? session)
    {
        if (_wanted is { } files && session?.Hello.Capabilities.Contains(Capabilities.Configuration) == true && !session.Tell(new MasterMessage { Configuration = files.ToMessage() }))
            Problem = "too much waits for its agent to be told; it is told at its next connection";
    }
}
