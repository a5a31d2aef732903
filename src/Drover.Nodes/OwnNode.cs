using Drover.Kernel.Logs;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;

namespace Drover.Nodes;

/// <summary>The machine that this process runs on.</summary>
public sealed class OwnNode(string name, INodeServices services, INodeFacts facts, INodeCommands commands, ILogs logs) : INode
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public NodePresence Presence { get; } = new(true, 0);

    /// <inheritdoc/>
    public INodeFacts Facts => facts;

    /// <inheritdoc/>
    public INodeServices Services => services;

    /// <inheritdoc/>
    public INodeCommands Commands => commands;

    /// <inheritdoc/>
    public ILogs Logs => logs;
}
