using Drover.Kernel;
using Drover.Kernel.Jobs;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Tests.Scenarios;

public sealed class DryRunTests
{
    [Fact]
    public async Task A_trial_of_a_test_job_takes_a_device_for_a_moment_and_leaves_nothing()
    {
        await using var lab = await LabHost.StartAsync();
        await lab.DoAsync("OP_DEVICE_TYPE_ADD", json => json.WriteString("name", "T"));
        await lab.Assignments.Hearing.HeardAsync("W");
        await lab.DoAsync("OP_DEVICE_ADD", json =>
        {
            json.WriteString("name", "D");
            json.WriteString("device_type", "T");
            json.WriteString("worker", "W");
        });

        var answer = await lab.SubmitAsync("user:ada", "OP_TEST_JOB_RUN", json =>
        {
            json.WriteString("definition", "job_name: trial\ndevice_type: T\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
            json.WriteBoolean("dry_run", true);
        });
        await lab.UntilAsync(answer.Id, status => status.IsFinal());

        Assert.Equal(JobStatus.Success, lab.Kernel.State.Jobs[answer.Id].Status);
        Assert.Empty(lab.Kernel.State.Objects.All(TestJob.Kind));
        Assert.Null(lab.Assignments.Find(answer.Id));
        using var reader = lab.Kernel.ReadStore();
        Assert.Empty(TestJob.Finished.After(reader));
    }
}
