using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Submitting;

namespace Drover.Cli.Services;

/// <summary>One job about one entry: submitted, and followed to its end or not.</summary>
internal static class EntryOrder
{
    /// <param name="name">GROUP/TAG.</param>
    /// <param name="node">The node; null for the daemon's own.</param>
    /// <param name="write">Writes further parameters.</param>
    public static int Run(Session session, string opcode, string name, string? node, string? form, bool detach, Action<Utf8JsonWriter>? write = null)
    {
        var output = Values.Choice(form, "the-form", "text", "json");
        var entry = EntryName.Parse(name);
        var id = OneJob.Submit(session, opcode, writer =>
        {
            writer.WriteString("group", entry.Group);
            writer.WriteString("tag", entry.Tag);
            NodeOption.Write(writer, node);
            write?.Invoke(writer);
        });
        if (!detach)
            return OneJob.Follow(session, id, output);
        OneJob.PrintId(session, id, output);
        return ExitCode.Ok;
    }
}
