using System.Globalization;
using System.Text.Json;
using Drover.Cli.Browsing;
using Drover.Cli.Door;
using Drover.Cli.Jobs;
using Drover.Cli.Listing;
using Drover.Cli.Live;
using Drover.Cli.Shell;
using Drover.Cli.Terminal;
using Drover.Cli.Words;

namespace Drover.Cli.Top;

/// <summary>The actions at the daemon's door.</summary>
internal sealed class DaemonActions(Session session, LiveLoop loop, Errands errands, Action look) : ITopActions
{
    public void Cancel(long job, Action<string> told) => Control(job, "cancel", Body.Of(w => w.WriteBoolean("kill", false)), told);

    public void SetPriority(long job, int priority, Action<string> told) => Control(job, "priority", Body.Of(w => w.WriteNumber("priority", priority)), told);

    public void Why(long job, Action<string> told) => errands.Run(run =>
    {
        using var answer = run.Door.Get(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{job}/why"));
        return WhyText.Of(answer.RootElement);
    }, told);

    public TextPane Log(long job)
    {
        var text = new ValueText(session.Zone);
        TextPane? pane = null;
        void Add(string line) => loop.Post(() => pane!.Add(line));
        var feed = new Feed(session, loop, Add, run =>
        {
            try
            {
                var last = new JobFollower(run, job).Follow(update =>
                {
                    foreach (var entry in update.Logs)
                        Add(entry.Line(text, withOpcode: true));
                })!;
                Add(Printable.Line($"{Language.Say("job.now", job, last.Status)}{JobOutcome.Reason(last)}"));
            }
            catch (CliException e)
            {
                Add(Printable.Line($"{e.Code}: {e.Message}"));
            }
        });
        return pane = new TextPane(Language.Say("top.log", job)) { Source = feed, Grows = true };
    }

    public TextPane Run(string title, params IReadOnlyList<string> words) => VerbRun.Begin(session, loop, title, run => VerbRun.Words(run, words));

    public TextPane Browse(string path) => VerbRun.Begin(session, loop, path, run => BrowsePrinter.Print(run, path));

    public void Complete(string line, Action<Completion> told) => errands.Run(run =>
    {
        // Apart: the time that a completion may take is not that of other errands.
        using var apart = run.Apart(static _ => { });
        return LineCompletion.Of(apart, line);
    }, told, _ => new Completion(line.Length, []));

    public void Look() => look();

    private void Control(long job, string control, ReadOnlyMemory<byte> body, Action<string> told) => errands.Run(run =>
    {
        using var answer = run.Door.Post(string.Create(CultureInfo.InvariantCulture, $"/v1/jobs/{job}/{control}"), body);
        return answer.RootElement.TryGetProperty("message", out var message) && message.ValueKind == JsonValueKind.String ? Printable.Line(message.GetString()!) : Language.Say("top.control-done", job, control);
    }, told);
}
