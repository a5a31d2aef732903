using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>A state directory on a disk of 128 MB that another program fills.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const long Megabyte = 1024 * 1024;

    private readonly Sandbox _sandbox = new();
    private readonly bool _mounted;

    public DiskFullTests()
    {
        Directory.CreateDirectory(_sandbox.State);
        _mounted = Command.Run("mount", ["-t", "tmpfs", "-o", "size=128m,mode=0700", "tmpfs", _sandbox.State]).ExitCode == 0;
        Assert.SkipUnless(_mounted, "Mounting a tmpfs is not permitted here: it needs root.");
    }

    public void Dispose()
    {
        if (_mounted)
            Command.Run("umount", ["--lazy", _sandbox.State]);
        _sandbox.Dispose();
    }

    [Fact]
    public void Below_the_low_mark_jobs_are_refused_and_later_taken_again_by_itself()
    {
        using var daemon = Daemon.Start(_sandbox);
        using (Fill(leave: 32 * Megabyte))
        {
            var (status, body) = Until(daemon, answer => answer.Status != 201);
            Assert.True(status == 503, $"{status} {body}");
            Assert.Contains("space", body, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(503, daemon.Http.Get("/readyz").Status);
            Assert.Equal(200, daemon.Http.Get("/livez").Status);
            var refused = daemon.Gnt("gnt-debug", "delay", "0.01");
            Assert.NotEqual(0, refused.ExitCode);
        }
        Assert.Equal(201, Until(daemon, answer => answer.Status == 201).Status);
        Assert.Equal(200, daemon.Http.Get("/readyz").Status);
        JobList.ExpectSoundJournal(daemon);
    }

    [Fact]
    public void On_a_full_disk_a_running_job_still_ends_and_nothing_is_lost()
    {
        long running;
        using (var daemon = Daemon.Start(_sandbox))
        {
            running = daemon.Http.SubmitDelay(2);
            daemon.Http.WaitFor(running, "running");
            using (Fill(leave: 0))
            {
                Assert.Equal("success", daemon.Http.WaitForEnd(running));
                Assert.Equal(503, daemon.Http.Post("/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01}]}""").Status);
            }
            Assert.Equal(201, Until(daemon, answer => answer.Status == 201).Status);
            daemon.Kill9();
        }
        using var again = Daemon.Start(_sandbox);
        Assert.Equal("success", again.Http.Status(running));
        JobList.ExpectSoundJournal(again);
    }

    // The daemon looks at the disk now and then. Each attempt waits for a job where one is taken, else for a second of the event stream.
    private static (int Status, string Body) Until(Daemon daemon, Func<(int Status, string Body), bool> isSo)
    {
        for (var attempt = 0; attempt < 20_000; attempt++)
        {
            var answer = daemon.Http.Post("/v1/jobs", """{"ops":[{"OP_ID":"OP_TEST_DELAY","duration":0.01,"on_master":false}]}""");
            if (isSo(answer))
                return answer;
        }
        throw new InvalidOperationException($"The daemon did not notice the change of the disk:\n{daemon.Log}");
    }

    private Filling Fill(long leave) => new(Path.Combine(_sandbox.State, "filling"), new DriveInfo(_sandbox.State).AvailableFreeSpace - leave);

    /// <summary>A file that takes space as long as it lives.</summary>
    private sealed class Filling : IDisposable
    {
        private readonly string _path;

        internal Filling(string path, long bytes)
        {
            _path = path;
            Command.Run("fallocate", ["-l", $"{bytes}", path]).Expect(0);
        }

        public void Dispose() => File.Delete(_path);
    }
}
