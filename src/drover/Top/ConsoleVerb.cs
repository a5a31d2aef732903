namespace Drover.Cli.Top;

/// <summary><c>drover console</c>: the same screen with all lists, and a command line.</summary>
internal sealed class ConsoleVerb() : FullScreenVerb("console", "verb.console")
{
    public override IReadOnlyList<string> Examples => ["drover console"];

    protected override CommandHistory? History(Session session) => new(CommandHistory.FileOf(session.Environment));
}
