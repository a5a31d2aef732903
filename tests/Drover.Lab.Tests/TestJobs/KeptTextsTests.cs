using Drover.Lab.Assignments;
using Drover.Lab.Tests.Scenarios;
using Drover.Lab.TestJobs;
using Drover.Tests.Shared;

namespace Drover.Lab.Tests.TestJobs;

/// <summary>What a worker got with a test job, and what it said of it, is kept with the job.</summary>
public sealed class KeptTextsTests
{
    [Fact]
    public async Task The_texts_of_the_start_are_kept_and_one_that_is_too_long_is_told_by_a_comment()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { TextLimit = 300 });
        await lab.DoAsync("OP_WORKER_TEXT_SET", json =>
        {
            json.WriteString("kind", "env");
            json.WriteString("text", "overrides: {A: 1}");
        });
        var job = await lab.BeginJobAsync();
        await Soon.HoldsAsync(() => Kept(lab, job) is not null);
        Assert.Contains("job_name: light", Kept(lab, job)!.Definition, StringComparison.Ordinal);
        Assert.Equal("overrides: {A: 1}", Kept(lab, job)!.Environment);
        await lab.EndJobAsync(job);
        var large = await lab.BeginJobAsync($"metadata: {{note: {new string('x', 400)}}}\n");
        await Soon.HoldsAsync(() => Kept(lab, large) is not null);
        Assert.Matches("^# [0-9]+ characters, of which none are kept: lab-text-size is 300\n$", Kept(lab, large)!.Definition);
        Assert.Contains("note: xxx", lab.Assignments.Find(large)!.Texts.Definition, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_description_is_kept_once_whether_it_comes_before_or_after_the_end()
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { TextLimit = 300 });
        var job = await lab.BeginJobAsync();
        await lab.Lab.Descriptions.KeepAsync(job, "another", "job: {}");
        Assert.Null(Description(lab, job));
        await lab.EndJobAsync(job);
        Assert.NotNull(lab.Lab.Descriptions.Wanted(job, "W"));
        await lab.Lab.Descriptions.KeepAsync(job, "W", "job: {}\n");
        Assert.Null(lab.Lab.Descriptions.Wanted(job, "W"));
        var before = lab.Kernel.State.Sequence;
        await lab.Lab.Descriptions.KeepAsync(job, "W", "job: another\n");
        Assert.Equal(("job: {}\n", before), (Description(lab, job), lab.Kernel.State.Sequence));
        await lab.Lab.Descriptions.KeepAsync(9_999, "W", "job: {}");
        Assert.Null(Description(lab, 9_999));
        var large = await lab.BeginJobAsync();
        await lab.Lab.Descriptions.KeepAsync(large, "W", new string('x', 301));
        Assert.Contains("# 301 characters", Description(lab, large), StringComparison.Ordinal);
    }

    private static WorkerTexts? Kept(LabHost lab, long job)
    {
        using var store = lab.Kernel.ReadStore();
        return TestJobTexts.Find(store, job);
    }

    private static string? Description(LabHost lab, long job)
    {
        using var store = lab.Kernel.ReadStore();
        return TestJobDescription.Find(store, job);
    }
}
