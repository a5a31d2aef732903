using Drover.Kernel;
using Drover.Kernel.Queries;
using Drover.Kernel.State;

namespace Drover.Luxi.Requests;

/// <summary>What a request may use.</summary>
/// <param name="Server">The door's shared parts.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Gone">Cancelled when the client has closed its end.</param>
/// <param name="Closing">Cancelled when the daemon closes the door.</param>
internal sealed record CallContext(LuxiServer Server, Caller Caller, CancellationToken Gone, CancellationToken Closing)
{
    public IKernel Kernel => Server.Kernel;

    public KernelState State => Server.Kernel.State;

    /// <summary>Refuses whoever may only look on.</summary>
    /// <exception cref="DroverException"><c>NOT_ALLOWED</c>.</exception>
    public void RequireOperator()
    {
        if (Caller.Role < Role.Operator)
            throw new DroverException("NOT_ALLOWED",
                "This needs operator rights: root, the daemon's own user, or a member of the admin group.");
    }

    /// <summary>Answers a query of the state of this moment.</summary>
    /// <exception cref="QueryException">See <see cref="Resource.QueryAsync"/>.</exception>
    public async ValueTask<QueryResult> QueryAsync(Resource resource, QueryRequest request)
    {
        // Ganeti's rule: archived jobs are listed only when the field is asked for.
        using var look = Kernel.Look(Caller, request.Fields);
        return await resource.QueryAsync(look, request);
    }
}
