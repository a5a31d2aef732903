using Drover.Nodes.Facts;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Connections;

/// <summary>What a machine is, as its agent has told it over the present connection. One that has not, as it is of an earlier release, is asked.</summary>
internal sealed class RemoteFacts(RemoteNode node, TimeProvider clock) : INodeFacts
{
    /// <summary>Longest figures that are kept: names of a kernel and a system are short.</summary>
    private const int MostBytes = 4 << 10;

    private volatile ToldFigures? _told;

    /// <summary>Whether its agent has told them since it connected.</summary>
    public bool IsTold => _told is { } told && told.Session == node.Session;

    /// <inheritdoc/>
    public async ValueTask<NodeFigures?> ReadAsync(CancellationToken cancellationToken)
    {
        if (IsTold)
            return _told!.Figures;
        try
        {
            return (await node.AskAsync(new Call { Figures = new ReadFigures() }, cancellationToken, isLook: true)).Figures?.ToFigures(Now);
        }
        catch (DroverException)
        {
            // A cell without a value says so.
            return null;
        }
    }

    /// <summary>Its agent has told figures.</summary>
    /// <returns>What there was no room for; null when all was taken.</returns>
    public string? OnTold(AgentSession session, Figures figures)
    {
        if (figures.CalculateSize() > MostBytes)
            return "figures";
        _told = new ToldFigures(session, figures.ToFigures(Now));
        return null;
    }

    private long Now => Timestamp.From(clock).Microseconds;

    private sealed record ToldFigures(AgentSession Session, NodeFigures? Figures);
}
