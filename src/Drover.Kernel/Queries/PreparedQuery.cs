namespace Drover.Kernel.Queries;

/// <summary>A query of a caller that was checked and compiled, to be asked any number of times and from any thread. Made by
/// <see cref="Resource.Prepare"/>.</summary>
public abstract class PreparedQuery
{
    private protected PreparedQuery(QueryRequest request, Caller caller) => (Request, Caller) = (request, caller);

    /// <summary>The query itself.</summary>
    public QueryRequest Request { get; }

    /// <summary>Whose query it is: what may be seen was found out for this caller.</summary>
    public Caller Caller { get; }

    /// <summary>Name of the resource that it asks.</summary>
    public abstract string ResourceName { get; }

    /// <summary>Answers it as of the context's moment. Completes at once unless live fields are probed.</summary>
    /// <exception cref="QueryException">A value does not fit, or a named row does not exist.</exception>
    /// <exception cref="NotAtOnceException">See <see cref="QueryContext.AtOnce"/>.</exception>
    /// <exception cref="InvalidOperationException">The context is that of another caller.</exception>
    public ValueTask<QueryResult> ExecuteAsync(QueryContext context, CancellationToken cancellationToken = default) => context.Caller == Caller
        ? RunAsync(context, cancellationToken)
        : throw new InvalidOperationException($"A query of {Caller.Actor} is asked for {context.Caller.Actor}.");

    private protected abstract ValueTask<QueryResult> RunAsync(QueryContext context, CancellationToken cancellationToken);
}
