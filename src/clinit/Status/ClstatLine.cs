namespace Drover.Clinit.Status;

/// <summary>How a group stands, in the words of the status file.</summary>
internal sealed record ClstatLine(string Group, string Level, string State)
{
    private const string GroupClass = "Cluster::Init::Group";

    /// <summary>The groups of a status file. Lines of other classes, and what has not four words, are passed over.</summary>
    public static IReadOnlyList<ClstatLine> Read(string contents) =>
        [.. contents.Split('\n').Select(line => line.Split(' ')).Where(words => words is [GroupClass, _, _, _]).Select(words => new ClstatLine(words[1], words[2], words[3]))];

    /// <summary>The status of all groups as the old client library gives it: <c>NAME LEVEL STATE</c>.</summary>
    public override string ToString() => $"{Group} {Level} {State}\n";
}
