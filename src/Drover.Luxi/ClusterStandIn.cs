// Stands in for what Drover.Cluster is about to bring under the same names; goes when it is there.
using System.Text.Json;
using Drover.Kernel.Operations;
using Drover.Kernel.State;

namespace Drover.Cluster.Settings
{
    internal static class ClusterInfo
    {
        public static void Write(Utf8JsonWriter writer, KernelState state)
        {
            writer.WriteStartObject();
            writer.WriteString("software_version", "3.0.2");
            writer.WriteString("name", "gntcluster");
            writer.WriteString("master", state.Objects.Count(Drover.Kernel.Jobs.JobFilter.Kind) >= 0 ? "node1" : "");
            writer.WriteEndObject();
        }
    }
}

namespace Drover.Cluster.Tagging
{
    internal static class Tags
    {
        public static IReadOnlyList<string> Of(KernelState state, string kind, string? name) => kind == "cluster"
            ? []
            : throw new OperationException("OpPrereqError", $"Instance name {name} not found", "unknown_entity");
    }
}
