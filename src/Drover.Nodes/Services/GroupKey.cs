namespace Drover.Nodes.Services;

/// <summary>A resource group of a machine.</summary>
/// <param name="Node">Name of the machine; holds no slash.</param>
/// <param name="Group">Name of the group: any text.</param>
public readonly record struct GroupKey(string Node, string Group)
{
    /// <summary>The key of durable objects, locks and rows: <c>NODE/GROUP</c>, with each <c>/</c> of the group as <c>%2F</c> and each <c>%</c> as <c>%25</c>.</summary>
    public override string ToString() => $"{Node}/{Escape(Group)}";

    /// <summary>A key of before names were escaped: <c>NODE/GROUP</c>, whatever the group holds.</summary>
    public static GroupKey ReadUnescaped(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? new GroupKey("", key) : new GroupKey(key[..slash], key[(slash + 1)..]);
    }

    internal static string Escape(string name) =>
        name.AsSpan().ContainsAny('/', '%') ? name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal) : name;
}
