using System.Text.Json;

namespace Drover.Cli.Browsing;

/// <summary>Where a path leads.</summary>
internal abstract record BrowseValue
{
    /// <summary>Rows of a resource.</summary>
    /// <param name="Filter">Which; null for all.</param>
    internal sealed record Rows(string Resource, string? Filter) : BrowseValue;

    /// <summary>One field of such rows.</summary>
    internal sealed record Column(Rows Of, string Field) : BrowseValue;

    /// <summary>One row, with all of its fields.</summary>
    internal sealed record Row(string Resource, string Key, JsonElement Fields) : BrowseValue;

    /// <summary>A value within a row.</summary>
    internal sealed record Value(JsonElement Json) : BrowseValue;
}
