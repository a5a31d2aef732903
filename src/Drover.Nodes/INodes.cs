namespace Drover.Nodes;

/// <summary>The machines of the fleet. Whoever asks for one cannot tell whether it is this one or is reached by a connection.</summary>
public interface INodes
{
    /// <summary>Name of the machine that the master runs on: the one that is meant where none is named.</summary>
    string Own { get; }

    /// <summary>All machines that are known, whether or not they can be reached now.</summary>
    IReadOnlyCollection<INode> All { get; }

    /// <summary>Raised when a machine is known from now on, on any thread. Handlers return at once.</summary>
    event EventHandler<NodeEventArgs>? Added;

    /// <summary>Raised when a machine has left the fleet, on any thread. Handlers return at once.</summary>
    event EventHandler<NodeEventArgs>? Removed;

    /// <summary>Raised when a machine can be reached from now on, or cannot any more, on any thread. Handlers return at once.</summary>
    event EventHandler<NodeEventArgs>? PresenceChanged
    {
        add { }
        remove { }
    }

    /// <summary>A machine by name; null when none of that name is known.</summary>
    INode? Find(string name);
}
