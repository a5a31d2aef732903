namespace Drover.Nodes.Services;

/// <summary>A resource group as queries and the status file show it.</summary>
/// <param name="Node">The machine.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">The level last begun; null before the first.</param>
/// <param name="Target">The level it is at or on its way to.</param>
/// <param name="StatusWord">One of the nine words of the status file.</param>
/// <param name="Word">The same, or <c>DEGRADED</c>.</param>
/// <param name="Reason">Why it failed or is degraded.</param>
/// <param name="Since">When it came to this state, microseconds since the Unix epoch.</param>
/// <param name="Entries">Entries in the definition that holds.</param>
/// <param name="Running">Processes that run.</param>
/// <param name="Restarts">Starts after a death.</param>
/// <param name="Errors">What is wrong with its definition in the file.</param>
public sealed record GroupRow(
    string Node, string Name, string? Level, string? Target, string StatusWord, string Word, string? Reason, long Since,
    int Entries, int Running, int Restarts, IReadOnlyList<string> Errors)
{
    /// <summary>Levels that its entries name, in natural order.</summary>
    public IReadOnlyList<string> Levels { get; init; } = [];

    /// <summary>The tag that is used before in the file, if that is the first of the errors; else null.</summary>
    public string? DuplicateTag { get; init; }

    /// <summary>What group of which machine it is.</summary>
    public GroupKey Key => new(Node, Name);
}
