using Drover.Kernel;

namespace Drover.ClusterInit;

/// <summary>What the services of this node do for clients of Cluster::Init. Each change is answered as soon as it is durable, long before
/// it is carried out. The caller is always an operator: others are turned away before.</summary>
public interface IServiceDoor
{
    /// <summary>Begins to bring a group to a level. The level is a plain name; one that no entry has stops the group.</summary>
    /// <exception cref="DroverException">It was refused; the client is told the text, and the code in lower case with hyphens.</exception>
    Task<TellReply> TellAsync(Caller caller, string group, string level, CancellationToken cancellationToken);

    /// <summary>Waits until a job of <see cref="TellReply.Job"/> has ended, and says how. Any state that it tells was come to by that job:
    /// it is never one that the group was in before.</summary>
    Task<TellReply> EndOfTellAsync(long job, CancellationToken cancellationToken);

    /// <summary>Reads the cltab again.</summary>
    /// <exception cref="DroverException">It was refused; told as above.</exception>
    Task<TellReply> RereadAsync(Caller caller, CancellationToken cancellationToken);

    /// <summary>Begins to stop all groups; the daemon ends after the last process. Returns when that is settled, not when it is done.</summary>
    /// <exception cref="DroverException">It was refused; told as above.</exception>
    Task<TellReply> ShutdownAsync(Caller caller, CancellationToken cancellationToken);
}
