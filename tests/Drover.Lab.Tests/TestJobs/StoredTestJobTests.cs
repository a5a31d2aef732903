using System.Text.Json;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Tests.TestJobs;

/// <summary>Test jobs as earlier versions have stored them.</summary>
public sealed class StoredTestJobTests
{
    [Fact]
    public void One_without_groups_of_its_submitter_is_read_and_stored_again()
    {
        var job = JsonSerializer.Deserialize("""{"id":7,"name":"smoke","device_type":"T","tags":[],"submitter":"user:ada"}""", LabJson.Default.TestJob)!;
        Assert.Empty(job.SubmitterGroups);
        Assert.Empty(job.Applicant.Groups);
        Assert.Contains("\"submitter_groups\":[]", JsonSerializer.Serialize(job with { Priority = 60 }, LabJson.Default.TestJob), StringComparison.Ordinal);
    }
}
