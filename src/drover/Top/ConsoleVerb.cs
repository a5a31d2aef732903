namespace Drover.Cli.Top;

/// <summary><c>drover console</c>: the same screen with all lists, and a command line.</summary>
internal sealed class ConsoleVerb() : FullScreenVerb("console", "the same with devices, nodes, the full status, and a command line")
{
    public override IReadOnlyList<string> Examples => ["drover console"];

    protected override CommandHistory? History(Session session) => new(CommandHistory.FileOf(session.Environment));
}
