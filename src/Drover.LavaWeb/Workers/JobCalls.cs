using System.Collections.Concurrent;
using System.Globalization;
using Drover.Kernel;
using Drover.Lab;
using Drover.Lab.Assignments;
using Drover.Lab.Logs;
using Drover.Lab.TestJobs;
using Drover.Web.Calls;
using Microsoft.AspNetCore.Http;

namespace Drover.LavaWeb.Workers;

/// <summary>What is said of one test job, by the worker that runs it and by its lava-run. Both show the token of the job.</summary>
internal sealed class JobCalls(IKernel kernel, LabDomain lab, JobTokens tokens, FormReader forms, WakeUps wakeUps)
{
    private const int LongestComment = 4_096, MostReasons = 1_000;

    /// <summary>Why jobs will not complete, as their logs have said: workers report no more than what lava-run wrote to its standard error.</summary>
    private readonly ConcurrentDictionary<long, string> _reasons = new();

    private WorkerAssignments Assignments => lab.Assignments;

    /// <summary>The worker wants what it needs to begin.</summary>
    public async Task TakeAsync(Call call)
    {
        var id = Judge(call);
        if (Assignments.Find(id) is not { } assignment)
            throw NotThere(id);
        if (assignment.State == TestJobState.Canceling)
        {
            // Who has begun it does not ask for it. So there is nothing to end.
            await Assignments.EndedAsync(id, new TestJobEnd(TestJobHealth.Canceled));
            throw NotThere(id);
        }
        if (!assignment.Take())
            throw NotThere(id);
        var texts = assignment.Texts;
        await call.AnswerAsync(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("definition"u8, texts.Definition);
            writer.WriteString("device"u8, texts.Device);
            writer.WriteString("dispatcher"u8, texts.Dispatcher);
            writer.WriteString("env"u8, texts.Environment);
            writer.WriteString("env-dut"u8, texts.DeviceEnvironment);
            writer.WriteEndObject();
        });
    }

    /// <summary>The worker says that the job runs, or how it has ended. It says that again until it is answered, and what it says of one that is over is no news.</summary>
    public Task ReportAsync(Call call)
    {
        var id = Judge(call);
        return forms.TakeAsync(call, async form =>
        {
            switch (form.Text("state")?.ToUpperInvariant())
            {
                case "RUNNING":
                    CheckIsKnown(id);
                    await Assignments.RunningAsync(id);
                    break;
                case "FINISHED":
                    var end = EndOf(form);
                    CheckIsKnown(id);
                    if (_reasons.TryRemove(id, out var reason) && end is { Comment.Length: 0, Health: TestJobHealth.Incomplete })
                        end = end with { Comment = reason };
                    await Assignments.EndedAsync(id, end);
                    break;
                case var state:
                    throw RequestException.Bad("STATE_UNKNOWN", $"The field 'state' is '{state}'; give RUNNING or FINISHED", "state");
            }
            await call.AcceptAsync();
        });
    }

    /// <summary>lava-run sends lines of the log. Those that came already are not taken twice, and those of a job that nobody knows are thrown away: a refusal would have them sent for ever.</summary>
    public Task LogAsync(Call call)
    {
        var id = Judge(call);
        return forms.TakeAsync(call, async form =>
        {
            if (!long.TryParse(form.Text("index"), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                throw RequestException.Bad("INDEX_INVALID", $"The field 'index' is '{form.Text("index")}'; give the number of lines that were taken before", "index");
            var lines = Lines(form);
            if (await lab.Logs.AppendAsync(id, lines, from: index) is { } verdict && Assignments.Find(id) is not null)
            {
                if (verdict.Comment.Length > 0)
                    Keep(id, verdict.Comment);
                wakeUps.SoonOver(id);
            }
            if (Assignments.Find(id) is { State: TestJobState.Scheduled })
                await Assignments.RunningAsync(id);
            Assignments.Find(id)?.Acknowledge();
            await call.AnswerAsync(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("line_count"u8, lines.Count);
                writer.WriteEndObject();
            });
        });
    }

    /// <summary>Keeps why a job will not complete. Those of jobs that nobody has reported and that are over by now are forgotten.</summary>
    private void Keep(long id, string reason)
    {
        if (_reasons.Count >= MostReasons)
            foreach (var old in _reasons.Keys.Where(job => Assignments.Find(job) is null).ToList())
                _reasons.TryRemove(old, out _);
        _reasons[id] = reason;
    }

    /// <summary>The test job that the path names and whose token is shown.</summary>
    private long Judge(Call call)
    {
        var id = call.TestJobId();
        return tokens.IsTokenOf(id, call.LavaToken())
            ? id
            : throw RequestException.Bad("TOKEN_WRONG", $"The header LAVA-Token has not the token of test job {id}");
    }

    /// <summary>A daemon that is about to leave, or has just come, may not have a job in hand that is not over: what is said of it then must be said again.</summary>
    private void CheckIsKnown(long id)
    {
        if (Assignments.Find(id) is null && !Assignments.IsSettled(id))
            throw new RequestException(StatusCodes.Status503ServiceUnavailable, "NOT_READY", $"Test job {id} cannot be reported now. Say it again later");
    }

    private List<LogText> Lines(FormBody form)
    {
        try
        {
            return form.Bytes("lines") is { } list
                ? LineList.Read(list, kernel.Clock.GetUtcNow())
                : throw RequestException.Bad("LINES_MISSING", "The field 'lines' is missing: give the lines as a YAML list", "lines");
        }
        catch (FormatException e)
        {
            throw RequestException.Bad("LINES_INVALID", e.Message, "lines");
        }
    }

    private static TestJobEnd EndOf(FormBody form)
    {
        var health = form.Text("result") switch
        {
            "pass" => TestJobHealth.Complete,
            "fail" => TestJobHealth.Incomplete,
            var other => throw RequestException.Bad("RESULT_UNKNOWN", $"The field 'result' is '{other}'; give pass or fail", "result"),
        };
        var comment = form.Text("errors") ?? "";
        return new TestJobEnd(health, form.Text("error_type") ?? "", comment.Length <= LongestComment ? comment : comment[..LongestComment]);
    }

    private static RequestException NotThere(long id) => new(StatusCodes.Status404NotFound, "JOB_UNKNOWN", $"Test job {id} is not to be run");
}
