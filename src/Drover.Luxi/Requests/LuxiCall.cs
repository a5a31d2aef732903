namespace Drover.Luxi.Requests;

/// <summary>A request whose arguments have been read. It refers to nothing of the message that it came in.</summary>
internal abstract class LuxiCall(CallKind kind = CallKind.Long)
{
    private volatile bool _outgrown;

    /// <summary>Whether it is answered as 2.6 did.</summary>
    public bool Is26 { get; init; }

    /// <summary>What it is like, as far as is known.</summary>
    public CallKind Kind => _outgrown ? CallKind.Long : kind;

    /// <summary>Remembers that it took more than was thought.</summary>
    public void Outgrow() => _outgrown = true;

    /// <summary>Answers it.</summary>
    /// <exception cref="DroverException">It is answered with an error.</exception>
    /// <exception cref="Kernel.Queries.NotAtOnceException">It was to be answered at once, and takes longer; nothing has been done.</exception>
    public abstract ValueTask<LuxiResult> ExecuteAsync(CallContext context);
}
