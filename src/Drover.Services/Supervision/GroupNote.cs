using System.Text.Json;
using Drover.Nodes;

namespace Drover.Services.Supervision;

/// <summary>What a node records of a group: where it is to be, and how far it has come.</summary>
/// <param name="Level">The level last begun; null before the first.</param>
/// <param name="Target">The level it is at or on its way to; null when it was halted, or its change of level was cancelled.</param>
/// <param name="State">One of the nine words of the status file.</param>
/// <param name="Reason">Why it is FAILED, or why it was stopped for want of a lease; null otherwise.</param>
/// <param name="Since">When it came to that state, microseconds since the Unix epoch.</param>
/// <param name="Order">The order by which it goes there; null if it was by none.</param>
internal sealed record GroupNote(string? Level, string? Target, string State, string? Reason, long Since, NodeCommand? Order)
{
    /// <summary>The level that it had for its target when the end of the daemon stopped it; null otherwise.</summary>
    public string? Wanted { get; init; }

    /// <summary>Entries that were stopped by order, sorted, a line each, also while the end of the daemon stops the group; null for none.</summary>
    public string? Held { get; init; }

    /// <summary>The same, one by one.</summary>
    public IReadOnlyCollection<string> HeldEntries => Held?.Split('\n') ?? [];

    /// <summary>Entries that were stopped by order, as <see cref="Held"/> has them.</summary>
    public static string? TextOf(IReadOnlyCollection<string> held) => held.Count == 0 ? null : string.Join('\n', held.Order(StringComparer.Ordinal));

    public void Write(Utf8JsonWriter json)
    {
        Text("level", Level);
        Text("target", Target);
        Text("wanted", Wanted);
        json.WriteString("state"u8, State);
        Text("reason", Reason);
        Text("held", Held);
        json.WriteNumber("since"u8, Since);
        if (Order is not { } order)
            return;
        json.WriteNumber("term"u8, order.Term);
        json.WriteNumber("job"u8, order.Key.Job);
        json.WriteNumber("opcode"u8, order.Key.Opcode);
        json.WriteNumber("step"u8, order.Key.Step);

        void Text(string name, string? value)
        {
            if (value is not null)
                json.WriteString(name, value);
        }
    }

    /// <exception cref="KeyNotFoundException">Something is missing.</exception>
    /// <exception cref="InvalidOperationException">Something is of another type.</exception>
    public static GroupNote Read(JsonElement note) => new(
        Text(note, "level"), Text(note, "target"), note.GetProperty("state"u8).GetString()!, Text(note, "reason"), note.GetProperty("since"u8).GetInt64(),
        note.TryGetProperty("term"u8, out var term)
            ? new NodeCommand(term.GetInt64(), new CommandKey(note.GetProperty("job"u8).GetInt64(), note.GetProperty("opcode"u8).GetInt32(), note.GetProperty("step"u8).GetInt32()))
            : null)
    {
        Wanted = Text(note, "wanted"),
        Held = Text(note, "held"),
    };

    private static string? Text(JsonElement note, string name) => note.TryGetProperty(name, out var value) ? value.GetString() : null;
}
