namespace Drover.Agent;

/// <summary>Which entry a process belongs to.</summary>
/// <param name="Node">Name of the machine.</param>
/// <param name="Group">The resource group.</param>
/// <param name="Tag">The tag of the entry.</param>
public readonly record struct ProcessKey(string Node, string Group, string Tag)
{
    public override string ToString() => $"{Group}/{Tag}";
}
