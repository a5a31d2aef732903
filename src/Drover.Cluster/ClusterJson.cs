using System.Text.Json.Serialization;
using Drover.Cluster.Exports;
using Drover.Cluster.Groups;
using Drover.Cluster.Instances;
using Drover.Cluster.Networks;
using Drover.Cluster.Nodes;
using Drover.Cluster.Settings;
using Drover.Kernel;

namespace Drover.Cluster;

/// <summary>Stored forms of the cluster's objects. Only null is left out: a value that is false or zero was chosen by somebody.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(TimestampConverter)])]
[JsonSerializable(typeof(ClusterSettings))]
[JsonSerializable(typeof(Node))]
[JsonSerializable(typeof(NodeGroup))]
[JsonSerializable(typeof(Instance))]
[JsonSerializable(typeof(Network))]
[JsonSerializable(typeof(Export))]
internal sealed partial class ClusterJson : JsonSerializerContext;
