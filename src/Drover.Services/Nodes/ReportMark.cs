using System.Text.Json.Serialization;
using Drover.Kernel;
using Drover.Kernel.Configuration;

namespace Drover.Services.Nodes;

/// <summary>Up to which report a node has been heard: what comes again is not taken again.</summary>
internal sealed record ReportMark
{
    /// <summary>The kind; the key is the name of the node.</summary>
    public static ObjectKind<ReportMark> Kind { get; } = new("node-reports", 1, ReportMarkJson.Default.ReportMark, shown: Disclosure.Everyone("stream", "number"));

    /// <summary>Under which the numbers rise.</summary>
    public required string Stream { get; init; }

    /// <summary>The last that was taken.</summary>
    public required long Number { get; init; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ReportMark))]
internal sealed partial class ReportMarkJson : JsonSerializerContext;
