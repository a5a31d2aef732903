namespace Drover.Nodes.Services;

/// <summary>An entry of a resource group of a machine, and so the process that it runs and the output of that.</summary>
/// <param name="Node">Name of the machine.</param>
/// <param name="Group">Name of the group.</param>
/// <param name="Tag">Tag of the entry.</param>
public readonly record struct ProcessKey(string Node, string Group, string Tag)
{
    /// <summary>What people call it on its own machine: <c>GROUP/TAG</c>, names escaped as in <see cref="GroupKey"/>, so that no two share one.</summary>
    public string Name => NameOf(Group, Tag);

    /// <summary>The name of an entry on its own machine.</summary>
    public static string NameOf(string group, string tag) => $"{GroupKey.Escape(group)}/{GroupKey.Escape(tag)}";

    /// <summary>The key of rows and signals: <c>NODE/GROUP/TAG</c>, names escaped as in <see cref="GroupKey"/>.</summary>
    public override string ToString() => $"{new GroupKey(Node, Group)}/{GroupKey.Escape(Tag)}";
}
