using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

/// <summary>A submit of very many jobs is taken in over several turns.</summary>
public sealed class GiantSubmitTests
{
    private const int Many = 3 * SubmitJobs.OpcodesPerTurn + 7;

    private static readonly string[][] s_many = [.. Enumerable.Range(0, Many).Select(i => (string[])["""{"OP_ID":"OP_NOTE","depends":[[-1,[]]]}"""])];

    [Fact]
    public async Task Others_get_their_turn_before_it_is_through()
    {
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Tracked = 1 });
        await kernel.SubmitAsync("OP_DEAF");
        using var go = new ManualResetEventSlim();
        var busy = kernel.ExecuteAsync(new BusyWriter(go));
        var giant = kernel.SubmitManyAsync([["OP_NOTE"], .. s_many]);
        var other = kernel.SubmitManyAsync([["OP_NOTE"]]);
        go.Set();
        Assert.Equal(Many + 3, (await other)[0].Id);
        Assert.False(kernel.Host.State.Jobs.ContainsKey(Many + 2), "the last of the many was taken in before the other submit was answered");
        Assert.Equal(Enumerable.Range(2, Many + 1).Select(i => (long)i), (await giant).Select(answer => answer.Id));
        await busy;
        await kernel.AssertReplayMakesTheSameAsync();
    }

    [Fact]
    public async Task A_token_goes_on_where_a_crash_cut_the_submit_off()
    {
        await using var kernel = await TestKernel.StartAsync(new TestDomain { Tracked = 1 });
        await kernel.SubmitAsync("OP_DEAF");
        string[][] jobs = [["OP_NOTE"], .. s_many];
        var cut = kernel.SubmitManyAsync(jobs, "t");
        while (!kernel.Host.State.Jobs.ContainsKey(2))
            await kernel.ExecuteAsync(new SetDrainFlag(false));
        await kernel.CrashAndRestartAsync();
        await Task.WhenAny(cut);
        var answers = await kernel.SubmitManyAsync(jobs, "t");
        Assert.Equal(Enumerable.Range(2, Many + 1).Select(i => (long)i), answers.Select(answer => answer.Id));
        Assert.Equal(Many + 2, kernel.Host.State.Jobs.Count);
        await kernel.AssertReplayMakesTheSameAsync();
    }
}
