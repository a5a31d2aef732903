using System.Text;
using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Tests.Jobs;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Tests.Telling;

/// <summary>What the log says of jobs and the queue.</summary>
public sealed class JobLinesTests
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Without the limit of the usual class, which the first job makes known.</summary>
    private int[] Numbers => [.. _log.Lines.Where(line => line.Category == "drover.jobs" && line.Id != 1222).Select(line => line.Id)];

    [Fact]
    public async Task A_job_that_meets_no_trouble_is_two_lines()
    {
        _log.Least = LogLevel.Information;
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["n1"],"text":"a"}""");
        await UntilAsync(1207);
        Assert.Equal([$"Job {id} submitted by uid:1000: NOTE", $"Job {id} ended as success after 0.000 s"], _log.Of("drover.jobs"));
    }

    [Fact]
    public async Task At_debug_every_step_is_told_with_the_locks_that_are_asked_for()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["n1"],"text":"a"}""", "OP_PREPARE");
        await kernel.UntilAsync(id, JobStatus.Waiting);
        kernel.Gate.Open(id);
        await UntilAsync(1207);
        Assert.Equal([1200, 1204, 1205, 1206, 1203, 1205, 1207], Numbers);
        Assert.Contains($"Job {id} asks for locks for opcode 0: node/n1 exclusive", _log.Of("drover.jobs"));
        Assert.Contains("note a stored by job:1", _log.Of("drover.kernel"));
    }

    [Fact]
    public async Task What_is_removed_is_told_by_name_and_by_whom()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"a"}""");
        await kernel.ExecuteAsync(new DropNote("a"));
        Assert.Equal("note a removed by uid:1000", (await _log.UntilAsync(line => line.Text.Contains("removed", StringComparison.Ordinal), Stop)).Text);
    }

    [Fact]
    public async Task A_job_that_fails_is_told_with_its_result_on_one_line()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var id = await kernel.SubmitAsync("OP_FAIL", "OP_NOTE");
        var line = await UntilAsync(1208);
        Assert.Equal((LogLevel.Information, $"Job {id} ended as error after 0.000 s in opcode 0: [\"OpPrereqError\",[\"it was meant to fail\",\"wrong_state\"]]"), (line.Level, line.Text));
    }

    [Fact]
    public async Task Text_of_a_client_stays_on_one_line_and_is_cut()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var id = await kernel.SubmitAsync("OP_HOLD");
        await kernel.UntilAsync(id, JobStatus.Running);
        kernel.Gate.Open(id, $"first\nsecond\u001b[31m{new string('x', 1_000)}");
        var line = await UntilAsync(1208);
        Assert.DoesNotContain(line.Text, char.IsControl);
        Assert.InRange(line.Text.Length, 400, 500);
        Assert.EndsWith("xxx...", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_cancels_kills_and_breaks_is_named()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var deaf = await kernel.SubmitAsync("""{"OP_ID":"OP_DEAF","nodes":["n1"]}""");
        await kernel.UntilAsync(deaf, JobStatus.Running);
        var waiting = await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","nodes":["n1"]}""");
        await kernel.ExecuteAsync(new CancelJob(waiting, kill: false));
        await kernel.ExecuteAsync(new CancelJob(deaf, kill: false));
        await kernel.ExecuteAsync(new CancelJob(deaf, kill: true));
        await kernel.ExecuteAsync(new BreakAbandonedLocks(deaf));
        await UntilAsync(1213);
        Assert.Equal([1210, 1209, 1211, 1208, 1213], Numbers.Where(number => number > 1206));
        Assert.All(_log.Lines.Where(line => line.Id is 1209 or 1210 or 1211 or 1213), line => Assert.Contains("uid:1000", line.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Locks_of_a_killed_job_are_told_to_be_free_when_its_operation_returns()
    {
        // Also where only warnings are wanted: the kill is one.
        _log.Least = LogLevel.Warning;
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var deaf = await kernel.SubmitAsync("OP_DEAF");
        await kernel.UntilAsync(deaf, JobStatus.Running);
        await kernel.ExecuteAsync(new CancelJob(deaf, kill: true));
        await UntilAsync(1211);
        _log.Least = LogLevel.Information;
        kernel.Gate.Open(deaf);
        await UntilAsync(1212);
        Assert.Equal([1211, 1212], Numbers);
    }

    [Fact]
    public async Task Controls_of_the_queue_are_told_when_they_change_something()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        _log.Least = LogLevel.Warning;
        var deaf = await kernel.SubmitAsync("OP_DEAF");
        await kernel.UntilAsync(deaf, JobStatus.Running);
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        await kernel.ExecuteAsync(new CancelJob(deaf, kill: true));
        await UntilAsync(1211);
        // What is known of the queue does not depend on what was told.
        _log.Least = LogLevel.Information;
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        await kernel.ExecuteAsync(new SetDrainFlag(false));
        await kernel.ExecuteAsync(new SetDrainFlag(true));
        await kernel.ExecuteAsync(new SetWatcherPause(new RawJson("1700000000"u8.ToArray())));
        await kernel.ExecuteAsync(new SetWatcherPause(RawJson.Null));
        var filter = await kernel.ExecuteAsync(new ReplaceJobFilter(null, 0, Json("[]"), Json("\"PAUSE\""), _ => Json("[]")));
        await kernel.ExecuteAsync(new DeleteJobFilter(filter));
        await UntilAsync(1221);
        Assert.Equal([1211, 1217, 1216, 1218, 1219, 1220, 1221], Numbers);
    }

    [Fact]
    public async Task Priority_hold_and_archive_are_told()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        await kernel.ExecuteAsync(new ReplaceJobFilter(null, 0, Json("""[["opcode",["==","OP_ID","OP_NOTE"]]]"""), Json("\"PAUSE\""), _ => Json("[]")));
        var id = await kernel.SubmitAsync("OP_NOTE");
        await kernel.ExecuteAsync(new ChangeJobPriority(id, -5));
        await kernel.ExecuteAsync(new CancelJob(id, kill: false));
        await kernel.ExecuteAsync(new ArchiveJobs([id]));
        Assert.Equal("1 finished jobs archived by uid:1000", (await UntilAsync(1215)).Text);
        Assert.Equal([1220, 1200, 1201, 1214, 1210, 1215], Numbers);
    }

    [Fact]
    public async Task A_job_that_is_held_no_more_is_told()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        var filter = await kernel.ExecuteAsync(new ReplaceJobFilter(null, 0, Json("[]"), Json("\"PAUSE\""), _ => Json("[]")));
        var id = await kernel.SubmitAsync("OP_NOTE");
        await kernel.ExecuteAsync(new DeleteJobFilter(filter));
        Assert.Equal($"Job {id} is held no more", (await UntilAsync(1202)).Text);
        await UntilAsync(1207);
        Assert.Equal([1201, 1202, 1207], Numbers.Where(number => number is 1201 or 1202 or 1207));
    }

    [Fact]
    public async Task What_a_start_takes_up_is_told_once()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        foreach (var opcode in new[] { "OP_HOLD", "OP_HOLD_REQUEUE", "OP_HOLD_RESUME" })
            await kernel.UntilAsync(await kernel.SubmitAsync(opcode), JobStatus.Running);
        await kernel.CrashAndRestartAsync();
        Assert.Equal("Taken up from the last run: 1 jobs queued again, 1 failed, 0 canceled", (await UntilAsync(1000)).Text);
    }

    private sealed class DropNote(string name) : Command<bool>
    {
        protected internal override bool Decide(Decision decision)
        {
            decision.Remove(NoteOperation.Kind, name);
            return true;
        }
    }

    private static RawJson Json(string text) => new(Encoding.UTF8.GetBytes(text));

    private Task<CapturedLine> UntilAsync(int number) => _log.UntilAsync(line => line.Id == number, Stop);
}
