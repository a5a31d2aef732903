using System.Text;
using Drover.Kernel.Jobs;
using Drover.Kernel.State;
using Drover.Lab.Tests.Scenarios;
using Drover.Lab.Workers;

namespace Drover.Lab.Tests.Workers;

/// <summary>Texts that workers would not cope with are refused when they are set.</summary>
public sealed class WorkerTextTests
{
    [Theory]
    [InlineData("env", "overrides: [", "env is no YAML: line 2")]
    [InlineData("env-dut", "- a\n- b\n", "env-dut is no YAML mapping")]
    [InlineData("dispatcher", "just words", "dispatcher is no YAML mapping")]
    [InlineData("env", "a: 1\nb: 2222222222222222222222\n", "env is 31 characters long, and at most 20 are kept")]
    public async Task A_broken_text_is_refused_with_the_place_and_changes_nothing(string kind, string text, string problem)
    {
        await using var lab = await LabHost.StartAsync(new LabOptions { TextLimit = 20 });
        Assert.Contains(problem, await RefusalAsync(lab, "", kind, text), StringComparison.Ordinal);
        Assert.Empty(lab.Kernel.State.Objects.All(WorkerConfiguration.Kind));
    }

    [Fact]
    public async Task A_text_of_a_worker_that_there_is_not_is_refused()
    {
        await using var lab = await LabHost.StartAsync();
        Assert.Contains("nobody", await RefusalAsync(lab, "nobody", "env", "a: 1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_alone_are_a_text_like_any_other()
    {
        await using var lab = await LabHost.StartAsync();
        await lab.DoAsync("OP_WORKER_TEXT_SET", json =>
        {
            json.WriteString("kind", "env");
            json.WriteString("text", "# nothing yet\n");
        });
        Assert.Equal("# nothing yet\n", lab.Kernel.State.Objects.Find(WorkerConfiguration.Kind, WorkerConfiguration.ForAll)!.Environment);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("2018.2", false)]
    [InlineData("2018.5.post1", false)]
    [InlineData("2018.7", true)]
    [InlineData("2018.10+1.abcdef", true)]
    [InlineData("2017.12", false)]
    [InlineData("2020.08", true)]
    [InlineData("2023.01", true)]
    [InlineData("0.9.1", true)]
    public void Releases_after_2018_5_are_told_apart(string? version, bool? isLater) => Assert.Equal(isLater, WorkerVersion.IsLaterThan2018(version));

    private static async Task<string> RefusalAsync(LabHost lab, string worker, string kind, string text)
    {
        var answer = await lab.SubmitAsync("uid:0", "OP_WORKER_TEXT_SET", json =>
        {
            json.WriteString("worker", worker);
            json.WriteString("kind", kind);
            json.WriteString("text", text);
        });
        await lab.UntilAsync(answer.Id, status => status.IsFinal());
        Assert.Equal(JobStatus.Error, lab.Kernel.State.Jobs[answer.Id].Status);
        using var reader = lab.Kernel.ReadStore();
        return Encoding.UTF8.GetString(RowProjection.Decode(reader.Job(answer.Id)!).Ops[0].Result.Utf8.Span);
    }
}
