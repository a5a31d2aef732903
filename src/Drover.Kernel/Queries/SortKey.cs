namespace Drover.Kernel.Queries;

/// <summary>One field to sort by.</summary>
public sealed record SortKey(string Field, bool Descending = false)
{
    /// <summary>Reads <c>field</c> or, for descending order, <c>-field</c>; several are separated by commas.</summary>
    public static IReadOnlyList<SortKey> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(part => part[0] == '-' ? new SortKey(part[1..], Descending: true) : new SortKey(part))];
}
