using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>Operations that take part in the turns which accept, start and end their opcodes, and locks that are closed by the state.</summary>
public sealed class TurnOperationTests
{
    private readonly TestGate _gate = new();

    [Fact]
    public async Task What_is_kept_of_an_opcode_changes_with_the_turns_of_its_job()
    {
        await using var kernel = await StartAsync();
        await PutAsync(kernel, "b1", "good");
        var running = await UseAsync(kernel);
        var waiting = await UseAsync(kernel);
        await kernel.UntilAsync(running, JobStatus.Running);
        Assert.Equal("on board/b1 exclusive", Use(kernel, running));
        Assert.Equal("accepted", Use(kernel, waiting));

        await kernel.ExecuteAsync(new CancelJob(waiting, kill: false));
        Assert.Equal("canceled", Use(kernel, waiting));
        _gate.Open(running);
        await kernel.EndAsync(running);
        Assert.Equal("success", Use(kernel, running));
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task An_operation_refuses_an_opcode_and_nothing_of_the_job_is_left()
    {
        await using var kernel = await StartAsync();
        var answers = await kernel.SubmitManyAsync([["""{"OP_ID":"OP_BOARD_USE","name":"b1"}""", """{"OP_ID":"OP_BOARD_USE","text":"unwanted"}"""]]);
        Assert.Equal("USE_UNWANTED", answers[0].Refusal?.Code);
        Assert.Empty(kernel.Host.State.Jobs);
        Assert.Empty(kernel.Host.State.Objects.All(BoardDomain.Uses));
    }

    [Fact]
    public async Task Opcodes_behind_a_failed_one_end_with_it()
    {
        await using var kernel = await StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_BOARD_USE","name":"b1"}""", """{"OP_ID":"OP_BOARD_USE","name":"b2"}""");
        await kernel.UntilAsync(id, JobStatus.Running);
        _gate.Open(id);
        await kernel.EndAsync(id);
        Assert.Equal("success", Use(kernel, id));

        var failing = await kernel.SubmitAsync("""{"OP_ID":"OP_BOARD_USE","name":"b1"}""", """{"OP_ID":"OP_BOARD_USE","name":"b2"}""");
        await kernel.UntilAsync(failing, JobStatus.Running);
        await kernel.ExecuteAsync(new CancelJob(failing, kill: true));
        Assert.Equal("error", Use(kernel, failing));
    }

    [Fact]
    public async Task What_throws_at_the_end_costs_its_own_note_and_not_the_end()
    {
        await using var kernel = await StartAsync();
        var id = await kernel.SubmitAsync("""{"OP_ID":"OP_BOARD_USE","name":"b1","text":"clumsy"}""");
        await kernel.UntilAsync(id, JobStatus.Running);
        _gate.Open(id);
        Assert.Equal(JobStatus.Success, await kernel.EndAsync(id));
        Assert.StartsWith("on board/b1", Use(kernel, id), StringComparison.Ordinal);
        Assert.Equal(1, kernel.Host.Faults.Count);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_closed_board_is_not_chosen_until_it_is_good_again()
    {
        await using var kernel = await StartAsync();
        await PutAsync(kernel, "b1", "broken");
        var chooses = await UseAsync(kernel);
        var names = await UseAsync(kernel, "b1");
        await kernel.UntilAsync(names, JobStatus.Running);
        _gate.Open(names);
        await kernel.EndAsync(names);
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(chooses));
        using (var context = kernel.Host.Look(TestKernel.Alice))
        {
            var why = JobWhy.Explain(context, chooses)!;
            Assert.Contains("waits for board/b1, which is broken", why.Text, StringComparison.Ordinal);
            Assert.Empty(why.Children);
        }

        await kernel.CrashAndRestartAsync();
        Assert.Equal(JobStatus.Waiting, kernel.StatusOf(chooses));
        await kernel.AssertReplayMakesTheSameAsync();
        await PutAsync(kernel, "b1", "good");
        await kernel.UntilAsync(chooses, JobStatus.Running);
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_waiting_job_is_told_of_a_board_that_is_new()
    {
        await using var kernel = await StartAsync();
        await PutAsync(kernel, "b1", "broken");
        var chooses = await UseAsync(kernel);
        await PutAsync(kernel, "b2", "good");
        await kernel.UntilAsync(chooses, JobStatus.Running);
        Assert.Equal("on board/b2 exclusive", Use(kernel, chooses));
    }

    private Task<TestKernel> StartAsync() => TestKernel.StartAsync(new BoardDomain(_gate), beforeStop: () => { _gate.OpenForGood(); _gate.CloseAgain(); });

    private static Task<long> UseAsync(TestKernel kernel, string name = "") => kernel.SubmitAsync($$"""{"OP_ID":"OP_BOARD_USE","name":"{{name}}"}""");

    private static async Task PutAsync(TestKernel kernel, string name, string state) =>
        await kernel.EndAsync(await kernel.SubmitAsync($$"""{"OP_ID":"OP_BOARD_PUT","name":"{{name}}","state":"{{state}}"}"""));

    private static string? Use(TestKernel kernel, long id) => kernel.Host.State.Objects.Find(BoardDomain.Uses, $"{id}")?.State;
}
