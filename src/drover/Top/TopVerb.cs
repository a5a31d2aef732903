namespace Drover.Cli.Top;

/// <summary><c>drover top</c>: the status, the jobs and the services, live on the full screen.</summary>
internal sealed class TopVerb() : FullScreenVerb("top", "verb.top")
{
    public override IReadOnlyList<string> Examples => ["drover top"];

    protected override CommandHistory? History(Session session) => null;
}
