using System.Runtime.InteropServices;
using Drover.Cluster.Testing;
using Drover.Kernel.Jobs;

namespace Drover.Cluster.Tests.Testing;

public sealed partial class TestStepsTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Each_step_leaves_a_line_of_evidence()
    {
        await using var cluster = await TestCluster.StartAsync();
        var evidence = Path.Combine(cluster.Scratch, "evidence");
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TEST_STEPS","steps":3,"step_seconds":0,"evidence":"evidence"}""")).Succeeded("3");
        Assert.Equal(["1 1", "1 2", "1 3"], await File.ReadAllLinesAsync(evidence, TestContext.Current.CancellationToken));
    }

    /// <param name="afterEvidence">Whether the crash comes between the evidence of step 2 and its journal entry.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task After_a_crash_no_step_is_done_twice_and_none_is_left_out(bool afterEvidence)
    {
        await using var cluster = await TestCluster.StartAsync();
        var evidence = Path.Combine(cluster.Scratch, "evidence");
        var job = await cluster.SubmitAsync($$"""{"OP_ID":"OP_TEST_STEPS","steps":3,"step_seconds":1,"evidence":"evidence"}""");
        await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
        cluster.Clock.Advance(s_second);
        await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
        if (afterEvidence)
            new Evidence(cluster.Scratch).Append("evidence", "1", 2);
        await cluster.CrashAndRestartAsync();
        for (var step = afterEvidence ? 3 : 2; step <= 3; step++)
        {
            await cluster.Clock.WaitForTimerAsync(s_second, TestContext.Current.CancellationToken);
            cluster.Clock.Advance(s_second);
        }
        (await cluster.EndAsync(job)).Succeeded("3");
        Assert.Equal(["1 1", "1 2", "1 3"], await File.ReadAllLinesAsync(evidence, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_keeps_its_locks_over_a_crash()
    {
        await using var cluster = await TestCluster.StartAsync();
        var job = await cluster.SubmitAsync("""{"OP_ID":"OP_TEST_STEPS","steps":3,"step_seconds":1}""");
        await cluster.UntilAsync(job, s => s == JobStatus.Running);
        await cluster.CrashAndRestartAsync();
        Assert.Equal("cluster/BGL shared", cluster.State.Locks.Owned(job)?.ToString());
    }

    [Fact]
    public void A_line_torn_by_a_crash_does_not_count() => Assert.Equal(2, Evidence.LastStepIn("7 1\n7 2\n8 9\n7 3", "7"));

    [Theory]
    [InlineData("link")]
    [InlineData("pipe")]
    [InlineData("folder")]
    public async Task Nothing_is_written_but_a_file_of_the_own_directory(string kind)
    {
        await using var cluster = await TestCluster.StartAsync();
        var (path, outside) = (Path.Combine(cluster.Scratch, "evidence"), Path.Combine(cluster.Scratch, "outside"));
        await File.WriteAllTextAsync(outside, "", TestContext.Current.CancellationToken);
        switch (kind)
        {
            case "link":
                File.CreateSymbolicLink(path, outside);
                break;
            case "pipe":
                Assert.Equal(0, MakePipe(path, 0x180));
                break;
            default:
                Directory.CreateDirectory(path);
                break;
        }
        (await cluster.RunAsync("""{"OP_ID":"OP_TEST_STEPS","steps":1,"step_seconds":0,"evidence":"evidence"}""")).Refused("OpExecError", null, "evidence");
        Assert.Equal("", await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("\"step_seconds\":-1", "step_seconds")]
    [InlineData("\"evidence\":\"/etc/cron.d/x\"", "evidence")]
    [InlineData("\"evidence\":\"../x\"", "evidence")]
    [InlineData("\"evidence\":\".bashrc\"", "evidence")]
    public async Task Bad_parameters_are_refused_by_name(string parameter, string name)
    {
        await using var cluster = await TestCluster.StartAsync();
        (await cluster.RunAsync($$"""{"OP_ID":"OP_TEST_STEPS","steps":1,{{parameter}}}""")).Refused("OpPrereqError", "wrong_input", name);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakePipe(string path, uint mode);
}
