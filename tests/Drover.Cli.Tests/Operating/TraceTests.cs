namespace Drover.Cli.Tests.Operating;

public sealed class TraceTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public void Lines_are_shown_as_they_come_each_as_one_and_losses_are_told()
    {
        _daemon.On("GET /v1/trace", FakeDaemon.Stream(
            """{"time":"2026-01-02T03:04:05+00:00","level":"debug","facility":"jobs","number":1234,"text":"job 17 waits\nfor a lock"}""", """{"count":3}""", """{"seconds":60}"""));
        var run = _daemon.Run("trace", "jobs^http", "--for", "1m");
        Assert.Equal(0, run.Code);
        Assert.Equal("2026-01-02 03:04:05 debug jobs[1234] job 17 waits\\nfor a lock\n3 lines were lost: they came faster than they were read\n", run.Out);
        Assert.Contains(_daemon.Requests, request => request.Target.EndsWith("/v1/trace?facilities=jobs%5Ehttp&seconds=60", StringComparison.Ordinal));
    }

    [Fact]
    public void For_programs_each_is_an_object()
    {
        _daemon.On("GET /v1/trace", FakeDaemon.Stream("""{"time":"2026-01-02T03:04:05+00:00","level":"debug","facility":"jobs","number":1,"text":"x"}""", """{"seconds":300}"""));
        Assert.Equal("""{"time":"2026-01-02T03:04:05+00:00","level":"debug","facility":"jobs","number":1,"text":"x"}""" + "\n", _daemon.Run("trace", "all", "-o", "jsonl").Out);
    }
}
