using System.Text.Json;
using Drover.Cli.Listing;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Drover.Cli.Jobs;

/// <summary>The live view of one job on a terminal: state, opcodes, the end of the log. Redrawn when there is news.</summary>
internal static class LivePanel
{
    private const int LogLines = 12;

    public static int Follow(Session session, long id)
    {
        session.BeginFollowing();
        var summary = Summary(session, id);
        var text = new ValueText(session.Zone);
        var log = new Queue<string>();
        JobUpdate last = null!;
        session.Screen.Flush();
        try
        {
            AnsiConsole.Live(new Text("")).Overflow(VerticalOverflow.Crop).Start(live =>
            {
                last = new JobFollower(session, id).Follow(update =>
                {
                    foreach (var entry in update.Logs)
                    {
                        log.Enqueue(entry.Line(text, withOpcode: true));
                        if (log.Count > LogLines)
                            log.Dequeue();
                    }

                    live.UpdateTarget(View(id, summary, update, log));
                })!;
            });
        }
        catch (OperationCanceledException) when (session.Interrupt.IsCancellationRequested)
        {
            session.Screen.Note($"Job {id} goes on. Stop it with 'drover cancel {id}'; follow it again with 'drover watch {id}'.");
            throw;
        }

        JobOutcome.Print(session, last);
        return last.ExitCode;
    }

    private static Panel View(long id, List<string> summary, JobUpdate update, Queue<string> log)
    {
        var opcodes = new Table().Border(TableBorder.None).HideHeaders().AddColumn("n").AddColumn("state").AddColumn("what");
        if (update.OpStatus.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var state in update.OpStatus.EnumerateArray().Select(s => s.GetString() ?? ""))
            {
                opcodes.AddRow(new Text($"op {index}"), new Text(state, StyleOf(state)), new Text(index < summary.Count ? summary[index] : ""));
                index++;
            }
        }

        var rows = new List<IRenderable> { opcodes };
        rows.AddRange(log.Select(line => new Text(line)));
        return new Panel(new Spectre.Console.Rows(rows)).Header($" job {id} [{StyleOf(update.Status).ToMarkup()}]{Markup.Escape(update.Status)}[/] ").Expand();
    }

    private static List<string> Summary(Session session, long id)
    {
        using var job = session.Door.Get($"/v1/jobs/{id}");
        return job.RootElement.TryGetProperty("summary", out var summary) && summary.ValueKind == JsonValueKind.Array
            ? summary.EnumerateArray().Select(ValueText.Plain).ToList()
            : [];
    }

    private static Style StyleOf(string state) => state switch
    {
        "success" => new Style(Color.Green),
        "error" => new Style(Color.Red),
        "running" => new Style(Color.Aqua),
        "canceled" or "canceling" => new Style(Color.Yellow),
        _ => Style.Plain,
    };
}
