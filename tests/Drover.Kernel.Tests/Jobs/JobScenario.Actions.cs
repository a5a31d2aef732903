using System.Text;
using System.Text.RegularExpressions;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Lines that act. Each answers in words; an empty answer says that it was done.</summary>
internal sealed partial class JobScenario
{
    private async Task<string> ActAsync(string line, string place)
    {
        if (line == "the writer is busy")
        {
            _busy = new ManualResetEventSlim();
            _meanwhile.Add(AnswerAsync(new BusyWriter(_busy), _ => ""));
            return "";
        }
        if (line == "the writer goes on")
            return await GoOnAsync();
        var command = CommandAsync(line, place);
        if (_busy is null)
            return await command;
        _meanwhile.Add(command);
        return "";
    }

    private async Task<string> GoOnAsync()
    {
        _busy!.Set();
        var answers = await Task.WhenAll(_meanwhile);
        _busy.Dispose();
        _busy = null;
        _meanwhile.Clear();
        return string.Join("; ", answers.Where(answer => answer.Length > 0));
    }

    private Task<string> CommandAsync(string line, string place) => line switch
    {
        "crash" => Done(kernel.CrashAsync()),
        "stop" => Done(kernel.StopAsync()),
        "start" => Done(kernel.StartAgainAsync()),
        "commits fail" => Done(() => kernel.FailCommitsAfter(0)),
        "commits succeed" => Done(kernel.SucceedAsync()),
        "drain" => AnswerAsync(new SetDrainFlag(true), _ => ""),
        "drain off" => AnswerAsync(new SetDrainFlag(false), _ => ""),
        _ when After(line, "commits fail after ") is { } count => Done(() => kernel.FailCommitsAfter((int)Number(count))),
        _ when After(line, "submit ") is { } jobs => SubmitAsync(jobs),
        _ when After(line, "cancel ") is { } id => AnswerAsync(new CancelJob(Number(id), kill: false), Worded),
        _ when After(line, "kill ") is { } id => AnswerAsync(new CancelJob(Number(id), kill: true), Worded),
        _ when After(line, "break the locks of ") is { } id => AnswerAsync(new BreakAbandonedLocks(Number(id)), freed => freed ? "freed" : "none to free"),
        _ when After(line, "archive ") is { } ids => AnswerAsync(new ArchiveJobs([.. ids.Split(", ").Select(Number)]), count => count == 0 ? "none" : ""),
        _ when After(line, "no filter ") is { } uuid => AnswerAsync(new DeleteJobFilter(uuid), found => found ? "" : "not found"),
        _ when Filter().Match(line) is { Success: true } filter => AnswerAsync(FilterOf(filter), _ => ""),
        _ when Limits().Match(line) is { Success: true } limits => Done(() => SetLimits(limits)),
        _ when AboutJob().Match(line) is { Success: true } about => AboutAsync(Number(about.Groups[1].Value), about.Groups[2].Value, place),
        _ => throw new InvalidOperationException($"{place}\nis no sentence of these stories."),
    };

    private Task<string> AboutAsync(long job, string what, string place) => what switch
    {
        "ends" or "returns" or "is prepared" => Done(kernel.ReturnAsync(job, null)),
        "ends with an error" or "cannot be prepared" => Done(kernel.ReturnAsync(job, "as the story wants")),
        _ when After(what, "gets priority ") is { } priority => AnswerAsync(new ChangeJobPriority(job, (int)Number(priority)), Worded),
        _ => throw new InvalidOperationException($"{place}\nis no sentence of these stories."),
    };

    private async Task<string> AnswerAsync<T>(Command<T> command, Func<T, string> wording)
    {
        try
        {
            return wording(await kernel.Inner.ExecuteAsync(command));
        }
        catch (DroverException refusal)
        {
            return Refused(refusal);
        }
    }

    private async Task<string> SubmitAsync(string text)
    {
        var submit = ScenarioSubmit.Read(text);
        foreach (var deaf in submit.Deaf)
            kernel.AddDeaf(deaf);
        try
        {
            var answers = await kernel.Inner.SubmitManyAsync(submit.Jobs, submit.Token);
            Assert.Equal(submit.Ids, answers.Select(answer => answer.Id));
            return string.Join(", ", answers.Where(answer => answer.Refusal is not null).Select(answer => $"{answer.Id} refused {answer.Refusal!.Code}"));
        }
        catch (DroverException refusal)
        {
            return Refused(refusal);
        }
    }

    private string Refused(DroverException refusal)
    {
        _refusal = refusal.Message;
        return "refused " + refusal.Code;
    }

    private void SetLimits(Match limits)
    {
        kernel.Inner.Domain.Running = (int)Number(limits.Groups[1].Value);
        kernel.Inner.Domain.Tracked = (int)Number(limits.Groups[2].Value);
    }

    private static ReplaceJobFilter FilterOf(Match filter)
    {
        var action = filter.Groups["limit"].Success ? $"[\"RATE_LIMIT\",{filter.Groups["limit"].Value}]" : filter.Groups["action"].Value switch
        {
            "pauses" => "\"PAUSE\"",
            "rejects" => "\"REJECT\"",
            _ => "\"ACCEPT\"",
        };
        var opcode = filter.Groups["opcode"].Value;
        var predicates = opcode == "all" ? "[]" : $$"""[["opcode",["==","OP_ID","OP_{{opcode}}"]]]""";
        var priority = filter.Groups["priority"].Success ? (int)Number(filter.Groups["priority"].Value) : 0;
        return new ReplaceJobFilter(filter.Groups["uuid"].Value, priority, Json(predicates), Json(action), _ => Json("[]"));
    }

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private static string Worded(ControlAnswer answer) => answer.Outcome switch
    {
        ControlOutcome.Dequeued or ControlOutcome.CanceledWaiting or ControlOutcome.PriorityChanged => "",
        ControlOutcome.Canceling => "asked",
        ControlOutcome.ToldRunning => "told",
        ControlOutcome.Killed or ControlOutcome.KilledPreparing => "killed",
        ControlOutcome.NothingPending => "nothing pending",
        _ => "not found",
    };

    private static async Task<string> Done(Task task)
    {
        await task;
        return "";
    }

    private static Task<string> Done(Action action)
    {
        action();
        return Task.FromResult("");
    }

    [GeneratedRegex(@"^filter (?<uuid>\S+)(?: with priority (?<priority>\d+))? (?:(?<action>pauses|rejects|accepts) (?<opcode>\S+)|lets (?<limit>\d+) of (?<opcode>\S+) run together)$")]
    private static partial Regex Filter();

    [GeneratedRegex(@"^at most (\d+) may run and (\d+) may have left the queue$")]
    private static partial Regex Limits();
}
