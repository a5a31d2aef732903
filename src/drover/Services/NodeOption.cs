using System.Text.Json;

namespace Drover.Cli.Services;

/// <summary>The parameter <c>node</c> of an opcode, as <c>--node</c> gives it.</summary>
internal static class NodeOption
{
    /// <param name="writer">Takes the parameters.</param>
    /// <param name="node">The node; null for the daemon's own.</param>
    public static void Write(Utf8JsonWriter writer, string? node)
    {
        if (node is not null)
            writer.WriteString("node", node);
    }
}
