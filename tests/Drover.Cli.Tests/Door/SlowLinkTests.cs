using System.Globalization;
using System.Text.Json;
using Drover.Tests.Shared;

namespace Drover.Cli.Tests.Door;

/// <summary>The client behind a line that passes a few bytes at a time.</summary>
public sealed class SlowLinkTests : IAsyncLifetime
{
    private const int Lines = 300;

    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    private FakeDaemon _daemon = null!;
    private SlowLink _link = null!;

    public async ValueTask InitializeAsync()
    {
        _daemon = await FakeDaemon.StartAsync();
        _daemon.On("GET /v1/query/test-job", """{"fields":[],"rows":[],"next":null}""");
        _link = new SlowLink(_daemon.SocketPath + "l", _daemon.SocketPath, piece: 61);
    }

    public async ValueTask DisposeAsync()
    {
        _link.Dispose();
        await _daemon.DisposeAsync();
    }

    [Theory]
    [InlineData("wait", "17")]
    [InlineData("logs", "17", "--follow")]
    [InlineData("watch", "17")]
    public async Task A_job_is_followed_to_its_end_and_no_line_is_lost(params string[] words)
    {
        _daemon.OnJob(17, [.. Enumerable.Range(1, Lines).Select(i => Canned.Wait("running", final: false, Canned.Log(i, $"\"line {i}\""))), Canned.Wait("success", final: true)]);
        var direct = _daemon.Run(words);
        var run = Task.Run(() => CliRun.InProcess([.. words, "--socket", _link.Path]), TestContext.Current.CancellationToken);
        await PassUntilAsync(run);
        var slow = await run;
        Assert.Equal(direct, slow);
        if (words[0] != "wait")
            Assert.Equal(Lines, slow.Out.Split('\n').Count(line => line.Contains("  line ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_long_listing_comes_whole()
    {
        var rows = string.Join(',', Enumerable.Range(1, Lines).Select(i => string.Create(CultureInfo.InvariantCulture, $"""[[0,"n{i}"]]""")));
        _daemon.On("GET /v1/query/node", $$"""{"fields":[{"name":"name","title":"Node","kind":"text","doc":""}],"rows":[{{rows}}],"next":null}""");
        var run = Task.Run(() => CliRun.InProcess(["get", "nodes", "-o", "json", "-c", "name", "--socket", _link.Path]), TestContext.Current.CancellationToken);
        await PassUntilAsync(run);
        using var list = JsonDocument.Parse((await run).Out);
        Assert.Equal(Lines, list.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("watch", "17")]
    [InlineData("get", "nodes", "--watch")]
    [InlineData("events", "--follow")]
    public async Task Ctrl_C_ends_it_at_once_while_nothing_comes(params string[] words)
    {
        var begun = new TaskCompletionSource<Session>();
        var run = Task.Run(() => CliRun.InProcess([.. words, "--socket", _link.Path], session =>
        {
            session.BeginFollowing();
            begun.SetResult(session);
        }), TestContext.Current.CancellationToken);
        var session = await begun.Task;
        session.InterruptNow();
        Assert.Equal(130, (await run.WaitAsync(s_longest, TestContext.Current.CancellationToken)).Code);
    }

    private async Task PassUntilAsync(Task run)
    {
        while (!run.IsCompleted)
            await Task.WhenAny(run, _link.PassAsync()).WaitAsync(s_longest, TestContext.Current.CancellationToken);
    }
}
