using Drover.Kernel.Logs;
using Drover.Nodes.Commands;
using Drover.Nodes.Facts;
using Drover.Nodes.Presence;
using Drover.Nodes.Services;

namespace Drover.Nodes.Tests;

public sealed class NodeListTests
{
    [Fact]
    public void A_node_is_found_by_its_name_and_the_own_is_known()
    {
        var (own, other) = (new Other("n1"), new Other("n2"));
        var nodes = new NodeList(own, other);
        Assert.Equal("n1", nodes.Own);
        Assert.Same(own, nodes.Find("n1"));
        Assert.Same(other, nodes.Find("n2"));
        Assert.Null(nodes.Find("N1"));
        Assert.Equal(2, nodes.All.Count);
    }

    private sealed record Other(string Name) : INode
    {
        public NodePresence Presence { get; } = new(true, 0);

        public INodeFacts Facts => throw new NotSupportedException("Nobody asks for them here.");

        public INodeServices Services => throw new NotSupportedException("Nobody asks for them here.");

        public ILogs Logs => throw new NotSupportedException("Nobody asks for them here.");

        public INodeCommands Commands => throw new NotSupportedException("Nobody asks for them here.");
    }
}
