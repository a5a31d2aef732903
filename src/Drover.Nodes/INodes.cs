namespace Drover.Nodes;

/// <summary>The machines of the fleet. Whoever asks for one cannot tell whether it is this one or is reached by a connection.</summary>
public interface INodes
{
    /// <summary>Name of the machine that the master runs on: the one that is meant where none is named.</summary>
    string Own { get; }

    /// <summary>All machines that can be reached.</summary>
    IReadOnlyCollection<INode> All { get; }

    /// <summary>A machine by name; null when none of that name can be reached.</summary>
    INode? Find(string name);
}
