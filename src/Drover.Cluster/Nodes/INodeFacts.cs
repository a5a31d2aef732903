namespace Drover.Cluster.Nodes;

/// <summary>Looks at this machine.</summary>
public interface INodeFacts
{
    /// <summary>Figures that are at most a second old; null when they cannot be had.</summary>
    NodeFigures? Read();
}
