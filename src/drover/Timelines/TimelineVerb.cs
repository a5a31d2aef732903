using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Happenings;
using Drover.Cli.Words;

namespace Drover.Cli.Timelines;

/// <summary><c>drover timeline</c>: draws what a job waited for and when it ran.</summary>
internal sealed class TimelineVerb : Verb
{
    private readonly Argument<string> _id;
    private readonly Option<string?> _output;

    public TimelineVerb()
        : base("timeline", "verb.timeline")
    {
        _id = Required("ID", "argument.job");
        _output = Value("--output", "FORM", "form.text-json", "-o");
    }

    public override IReadOnlyList<string> Examples => ["drover timeline 17", "drover timeline 17 -o json"];

    public override int Run(ParseResult line, Session session)
    {
        var form = Values.Choice(line.GetValue(_output), "the-form", "text", "json");
        var id = Values.JobId(line.GetValue(_id)!);
        if (form == "json")
            Language.ForPrograms();
        var builder = new TimelineBuilder(id);
        Read(session, id, builder);
        // After its events, so that it has not ended before the last of them.
        using var job = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}"));
        var timeline = builder.Build(job.RootElement, session.Clock.GetUtcNow());
        if (!timeline.IsWhole)
            session.Screen.Note(Language.Say("timeline.short"));
        if (form == "json")
            TimelineJson.Write(session, timeline);
        else
            TimelineText.Write(session.Screen, timeline, session.Zone);
        return ExitCode.Ok;
    }

    private static void Read(Session session, long id, TimelineBuilder builder)
    {
        for (var after = "0"; after is not null;)
        {
            using var page = session.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{id}/history?after={after}"));
            foreach (var happening in page.RootElement.GetProperty("events").EnumerateArray())
                builder.Take(new Happening(happening));
            after = page.RootElement.GetProperty("next") is { ValueKind: System.Text.Json.JsonValueKind.Number } next ? next.GetRawText() : null;
        }
    }
}
