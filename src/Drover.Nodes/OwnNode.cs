using Drover.Kernel.Logs;
using Drover.Nodes.Accounts;
using Drover.Nodes.Addresses;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;
using Drover.Nodes.TestJobs;

namespace Drover.Nodes;

/// <summary>The machine that this process runs on.</summary>
/// <param name="name">Its name.</param>
/// <param name="services">Its groups of processes.</param>
/// <param name="facts">What it is.</param>
/// <param name="commands">What it runs.</param>
/// <param name="logs">What its services wrote.</param>
/// <param name="version">Version of the program; null when nobody asks.</param>
public sealed class OwnNode(string name, INodeServices services, INodeFacts facts, INodeCommands commands, ILogs logs, string? version = null) : INode
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public NodePresence Presence { get; } = new(true, 0) { Version = version };

    /// <inheritdoc/>
    public INodeFacts Facts => facts;

    /// <inheritdoc/>
    public INodeServices Services => services;

    /// <inheritdoc/>
    public INodeCommands Commands => commands;

    /// <inheritdoc/>
    public ILogs Logs => logs;

    /// <inheritdoc/>
    public INodeAddresses? Addresses { get; init; }

    /// <inheritdoc/>
    public bool KeepsLeases { get; init; }

    /// <inheritdoc/>
    public INodeTestJobs? TestJobs { get; init; }

    /// <inheritdoc/>
    public INodeAccounts? Accounts { get; init; }
}
