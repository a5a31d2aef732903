using System.Text.Json;

namespace Drover.Clinit.Status;

/// <summary>How a group stands, in the words of the status file.</summary>
internal sealed record ClstatLine(string Group, string Level, string State)
{
    private const string GroupClass = "Cluster::Init::Group";

    /// <summary>Levels at which nothing is taken to run once they are reached: that of OpenMosix::HA, and Drover's own.</summary>
    private static readonly string[] s_down = ["stop", "off"];

    /// <summary>Whether something of the group may run.</summary>
    public bool IsActive => State != "CONFIGURED" && !(State == "DONE" && s_down.Contains(Level, StringComparer.Ordinal));

    /// <summary>The groups of a status file. Lines of other classes, and what has not four words, are passed over.</summary>
    public static IReadOnlyList<ClstatLine> Read(string contents) =>
        [.. contents.Split('\n').Select(line => line.Split(' ')).Where(words => words is [GroupClass, _, _, _]).Select(words => new ClstatLine(words[1], words[2], words[3]))];

    /// <summary>The status of all groups as the old client library gives it: <c>NAME LEVEL STATE</c>.</summary>
    public override string ToString() => $"{Group} {Level} {State}\n";

    /// <summary>Writes it as an object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="isActive">Whether the group is active, where that is told.</param>
    public void Write(Utf8JsonWriter json, bool? isActive = null)
    {
        json.WriteStartObject();
        json.WriteString("group", Group);
        json.WriteString("level", Level);
        json.WriteString("state", State);
        if (isActive is { } active)
            json.WriteBoolean("active", active);
        json.WriteEndObject();
    }
}
