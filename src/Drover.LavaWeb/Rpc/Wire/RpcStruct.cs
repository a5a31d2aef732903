namespace Drover.LavaWeb.Rpc.Wire;

/// <summary>A struct of XML-RPC: named values in an order.</summary>
internal sealed class RpcStruct(params IReadOnlyList<(string Name, object? Value)> members)
{
    public IReadOnlyList<(string Name, object? Value)> Members { get; } = members;

    /// <summary>A member; null when there is none.</summary>
    public object? this[string name] => Members.FirstOrDefault(member => member.Name == name).Value;
}
