using Drover.Kernel.Jobs;

namespace Drover.Kernel.Tests.Jobs;

public sealed class OpcodeTransitionTests
{
    [Fact]
    public void The_page_about_jobs_prints_the_table_that_the_code_has()
    {
        var rows = File.ReadLines(Path.Combine(RepositoryRoot(), "docs", "jobs.md"))
            .SkipWhile(line => !line.StartsWith("| from \\ to", StringComparison.Ordinal))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        var columns = rows[0][1..].Select(Parse).ToList();
        Assert.Equal(Enum.GetValues<JobStatus>(), columns);
        Assert.Equal(Enum.GetValues<JobStatus>(), rows[2..].Select(row => Parse(row[0])));
        foreach (var row in rows[2..])
            for (var i = 0; i < columns.Count; i++)
                Assert.True(OpcodeTransitions.IsLegal(Parse(row[0]), columns[i]) == (row[i + 1] == "yes"), $"{row[0]} to {columns[i].Name()}");
    }

    [Fact]
    public void Nothing_leaves_a_final_state()
    {
        foreach (var from in Enum.GetValues<JobStatus>().Where(s => s.IsFinal()))
            foreach (var to in Enum.GetValues<JobStatus>())
                Assert.False(OpcodeTransitions.IsLegal(from, to));
    }

    [Fact]
    public void An_illegal_move_is_refused_by_name()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => OpcodeTransitions.Check(7, 2, JobStatus.Success, JobStatus.Running));
        Assert.Equal("Opcode 2 of job 7 cannot go from success to running.", refusal.Message);
    }

    [Theory]
    [InlineData(JobStatus.Success)]
    [InlineData(JobStatus.Queued, JobStatus.Success, JobStatus.Queued)]
    [InlineData(JobStatus.Waiting, JobStatus.Success, JobStatus.Waiting, JobStatus.Queued)]
    [InlineData(JobStatus.Running, JobStatus.Success, JobStatus.Running, JobStatus.Queued)]
    [InlineData(JobStatus.Error, JobStatus.Success, JobStatus.Error, JobStatus.Error)]
    [InlineData(JobStatus.Canceled, JobStatus.Canceled, JobStatus.Canceled)]
    [InlineData(JobStatus.Canceling, JobStatus.Success, JobStatus.Canceling)]
    public void The_state_of_a_job_follows_from_its_opcodes(JobStatus expected, params JobStatus[] ops) =>
        Assert.Equal(expected, Job.Compute([.. ops.Select(status => new Opcode
        {
            OpId = "OP_X", Input = RawJson.Null, Summary = "X", Status = status,
        })]));

    private static JobStatus Parse(string name) => JobStatuses.TryParse(name, out var status) ? status : throw new FormatException(name);

    private static string RepositoryRoot()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Drover.slnx")))
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The repository's root was not found.");
        return directory;
    }
}
