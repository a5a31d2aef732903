namespace Drover.Luxi.Requests;

/// <summary>A request whose arguments have been read. It refers to nothing of the message that it came in.</summary>
internal abstract class LuxiCall
{
    /// <summary>Whether it is answered as 2.6 did.</summary>
    public bool Is26 { get; init; }

    /// <summary>Answers it.</summary>
    /// <exception cref="Kernel.DroverException">It is answered with an error.</exception>
    public abstract ValueTask<LuxiResult> ExecuteAsync(CallContext context);
}
