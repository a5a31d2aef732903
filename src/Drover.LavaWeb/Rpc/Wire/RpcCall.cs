namespace Drover.LavaWeb.Rpc.Wire;

/// <summary>A call as XML-RPC has it.</summary>
/// <param name="Method">Name of the method.</param>
/// <param name="Arguments">Its arguments: null, bool, long, double, string, byte[], <see cref="Timestamp"/>, list or <see cref="RpcStruct"/>.</param>
internal sealed record RpcCall(string Method, IReadOnlyList<object?> Arguments);
