using Drover.Fleet.Connections;
using Drover.Nodes.Leases;
using Drover.NodeWire.Protocol;
using Drover.NodeWire.Translation;

namespace Drover.Fleet.Door;

/// <summary>Leases of the groups that agents run, between them and the book.</summary>
internal sealed class AgentLeases : IDisposable
{
    private readonly ILeaseBook? _book;
    private readonly FleetNodes _nodes;

    /// <param name="book">The book; null where no group is placed: all that ask get none.</param>
    /// <param name="nodes">The nodes.</param>
    public AgentLeases(ILeaseBook? book, FleetNodes nodes)
    {
        (_book, _nodes) = (book, nodes);
        if (book is not null)
            book.Changed += OnChanged;
    }

    /// <summary>Answers an agent that asks. Where its answer does not come through it asks again.</summary>
    public void Answer(string node, AgentSession session, AskLeases ask)
    {
        var answer = new Drover.NodeWire.Protocol.Leases { Id = ask.Id };
        answer.Given.AddRange((_book?.Grant(node, ask.HasProblem ? ask.Problem : null) ?? []).Select(grant => grant.ToMessage()));
        session.Tell(new MasterMessage { Leases = answer });
    }

    public void Dispose()
    {
        if (_book is not null)
            _book.Changed -= OnChanged;
    }

    private void OnChanged(object? sender, LeasesChangedEventArgs changed)
    {
        if (_nodes.Find(changed.Node) is RemoteNode { Session: { KeepsLeases: true } session })
            session.Tell(new MasterMessage { LeasesChanged = new LeasesChanged() });
    }
}
