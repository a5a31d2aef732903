namespace Drover.Luxi.Requests;

/// <summary>A request that turned out to be wrong while its arguments were read, in a way that does not end the connection.</summary>
internal sealed class RefusedCall(DroverException error) : LuxiCall(CallKind.Short)
{
    public override ValueTask<LuxiResult> ExecuteAsync(CallContext context) => ValueTask.FromException<LuxiResult>(error);
}
