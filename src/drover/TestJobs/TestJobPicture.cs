using Drover.Cli.Door;
using Drover.Cli.Live;
using Drover.Cli.Words;

namespace Drover.Cli.TestJobs;

/// <summary>Where a test job stands at one moment.</summary>
/// <param name="Row">As the lab sees it; null once it is listed no more.</param>
/// <param name="Reason">Why it waits; null when it does not.</param>
internal sealed record TestJobPicture(TestJobRow? Row, string? Reason)
{
    /// <summary>What is told when it changes; empty for nothing.</summary>
    public string Words => Row switch
    {
        { State: "Submitted" } => Reason is null ? "" : Language.Say("test.waits", Reason),
        { State: "Scheduled" } row => Language.Say("test.scheduled", row.Device, Worker(row)),
        { State: "Running" } row => Language.Say("test.running", row.Device, Worker(row)),
        { State: "Canceling" } row => Language.Say("test.canceling", row.Worker),
        _ => "",
    };

    public static TestJobPicture Read(DaemonDoor door, long id)
    {
        var row = TestJobRow.Find(door, id);
        return new TestJobPicture(row, row is { IsWaiting: true } ? ReasonOf(door, row) : null);
    }

    /// <summary>In the queue the daemon knows why; behind it devices are what is waited for.</summary>
    private static string? ReasonOf(DaemonDoor door, TestJobRow row)
    {
        var job = JobRow.Read(door, [row.Id]).FirstOrDefault();
        return job is null or { IsWaiting: false } ? null : (job.Status == "waiting" ? DeviceSituation.Of(door, row) : null) ?? JobRow.Why(door, row.Id);
    }

    private static string Worker(TestJobRow row) => row.Worker is { } worker ? Language.Say("test.worker", worker) : "";
}
