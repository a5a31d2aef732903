using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>SIGTERM once and twice, with a job that runs.</summary>
public sealed class ShutdownTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_stop_waits_for_running_jobs_and_takes_no_new_ones()
    {
        long running, queued;
        using (var daemon = Daemon.Start(_sandbox))
        {
            running = daemon.Http.SubmitLocked(2);
            queued = daemon.Http.SubmitLocked(0.01); // behind the lock of the running one
            daemon.Http.WaitFor(running, "running");
            daemon.Signal(Signals.Terminate);
            var refusal = RefusedSubmit(daemon);
            Assert.True(refusal.Status == 503, $"{refusal.Status} {refusal.Body}");
            Assert.Equal(0, daemon.WaitForEnd());
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Equal("success", again.Http.Status(running));
        Assert.Equal("success", again.Http.WaitForEnd(queued));
        JobList.ExpectSoundJournal(again);
    }

    [Fact]
    public void A_second_signal_stops_at_once_and_loses_nothing()
    {
        long running, queued;
        using (var daemon = Daemon.Start(_sandbox))
        {
            running = daemon.Http.SubmitLocked(3_000);
            queued = daemon.Http.SubmitLocked(0.01);
            daemon.Http.WaitFor(running, "running");
            daemon.Signal(Signals.Terminate);
            RefusedSubmit(daemon); // so the first signal has been taken
            daemon.Signal(Signals.Terminate);
            daemon.WaitForEnd();
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Equal("error", again.Http.WaitForEnd(running));
        Assert.Equal("success", again.Http.WaitForEnd(queued));
        JobList.ExpectSoundJournal(again);
    }

    [Fact]
    public void A_stop_without_jobs_leaves_no_socket_behind()
    {
        using var daemon = Daemon.Start(_sandbox);
        daemon.StopCleanly();
        Assert.False(File.Exists(_sandbox.HttpSocket));
        Assert.False(File.Exists(_sandbox.LuxiSocket));
    }

    // Until the signal has been noticed jobs are still taken; those are not the ones that this test is about.
    private static (int Status, string Body) RefusedSubmit(Daemon daemon)
    {
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            var answer = daemon.Http.Post("/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01}]}""");
            if (answer.Status != 201)
                return answer;
        }
        throw new InvalidOperationException("The daemon takes jobs after SIGTERM.");
    }
}
