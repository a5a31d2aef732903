using Drover.Lab.Callbacks;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Tests.Callbacks;

/// <summary>At which changes of a job its addresses are called.</summary>
public sealed class CallbackRulesTests
{
    private static readonly (TestJobState State, TestJobHealth Health)[] s_changes =
    [
        (TestJobState.Running, TestJobHealth.Unknown),
        (TestJobState.Finished, TestJobHealth.Complete),
        (TestJobState.Finished, TestJobHealth.Incomplete),
        (TestJobState.Finished, TestJobHealth.Canceled),
        (TestJobState.Scheduled, TestJobHealth.Unknown),
        (TestJobState.Canceling, TestJobHealth.Unknown),
    ];

    [Theory]
    [InlineData("running", "Running Unknown")]
    [InlineData("finished", "Finished Complete, Finished Incomplete, Finished Canceled")]
    [InlineData("complete", "Finished Complete")]
    [InlineData("incomplete", "Finished Incomplete")]
    [InlineData("canceled", "Finished Canceled")]
    [InlineData("all", "Running Unknown, Finished Complete, Finished Incomplete, Finished Canceled")]
    [InlineData(null, "")]
    public void A_status_asks_for_these_changes_and_no_others(string? status, string wanted) =>
        Assert.Equal(wanted, string.Join(", ", s_changes.Where(change => CallbackRules.Wants(status, change.State, change.Health)).Select(change => $"{change.State} {change.Health}")));
}
