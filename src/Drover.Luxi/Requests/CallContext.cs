using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Luxi.Requests;

/// <summary>What a request may use.</summary>
/// <param name="Server">The door's shared parts.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Gone">Cancelled when the client has closed its end.</param>
/// <param name="Ended">Cancelled when nobody waits any more: the client has closed its end, or the daemon closes the door.</param>
internal sealed record CallContext(LuxiServer Server, Caller Caller, CancellationToken Gone, CancellationToken Ended)
{
    /// <summary>Rows of a table also look at objects of others, a node at all instances: with more objects than these, that takes time.</summary>
    private const int ObjectsAtOnce = 2_000;

    /// <summary>Whether the call runs on the loop's thread and must not take long before it waits.</summary>
    public bool AtOnce { get; init; }

    public IKernel Kernel => Server.Kernel;

    public KernelState State => Server.Kernel.State;

    /// <summary>Refuses whoever may not do it.</summary>
    /// <exception cref="NotAllowedException">The caller may not.</exception>
    public void Require(in Permission wanted) => AccessGate.Require(Caller, wanted);

    /// <summary>Answers a query of the state of this moment.</summary>
    /// <exception cref="NotAtOnceException">There is no time for it.</exception>
    /// <exception cref="QueryException">See <see cref="PreparedQuery.ExecuteAsync"/>.</exception>
    public async ValueTask<QueryResult> QueryAsync(PreparedQuery query)
    {
        // Ganeti's rule: archived jobs are listed only when the field is asked for.
        using var look = Kernel.Look(Caller, query.Request.Fields, AtOnce);
        if (AtOnce && query.ResourceName != "job" && look.State.Objects.Total > ObjectsAtOnce)
            throw new NotAtOnceException();
#pragma warning disable MA0040 // A query waits for nobody but a node, whose time-out is short; that its client has gone is noticed when the answer is sent.
        return await query.ExecuteAsync(look);
#pragma warning restore MA0040
    }
}
