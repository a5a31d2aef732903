namespace Drover.LavaWeb.Rpc.Wire;

/// <summary>A call is answered by a fault.</summary>
/// <param name="code">Its number.</param>
/// <param name="message">One line.</param>
internal sealed class RpcFaultException(int code, string message) : Exception(message)
{
    public const int ParseError = -32700;
    public const int InvalidCall = -32600;
    public const int UnknownMethod = -32601;
    public const int InternalError = -32603;

    public int Code { get; } = code;
}
