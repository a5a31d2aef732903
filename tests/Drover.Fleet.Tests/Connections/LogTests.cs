using System.Text;
using Drover.Fleet.Connections;
using Drover.Fleet.Tests.Hosts;
using Drover.Kernel.Logs;
using Drover.Nodes.Logs;
using Drover.Storage.Logs;
using Drover.Tests.Shared;

namespace Drover.Fleet.Tests.Connections;

/// <summary>Output of services of a node, read over its connection.</summary>
public sealed class LogTests
{
    private static CancellationToken Token => MasterHost.Token;

    [Fact]
    public async Task It_is_read_as_a_file_of_the_own_machine_is()
    {
        await using var master = await MasterHost.StartAsync();
        using var file = new Output(master.Directory);
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory) { Node = { Logs = file.Logs } };
        await master.SessionAsync("n2");
        file.Append("one\ntwo\nthree\n");
        var logs = new NodeLogs(new LocalLogs([], TimeProvider.System), master.Nodes);
        Assert.Equal(("service/n2:web/httpd", 0, 14), Assert.Single(await logs.ListAsync(Token)) is var listed ? (listed.Name, listed.First, listed.End) : default);

        using var log = (await logs.OpenAsync("service/n2:web/httpd", Token))!;
        Assert.Equal(14, (await log.StatAsync(Token)).End);
        Assert.Equal("two\nthree\n", Text(await log.ReadAsync(4, 100, Token)));
        Assert.Equal("two", Text(await log.ReadAsync(4, 3, Token)));
        Assert.Equal(8, await log.FindAsync(new LogPlace(LogPlaceKind.Tail, 1), Token));
        Assert.Null(await log.FindAsync(new LogPlace(LogPlaceKind.Line, 2), Token));
        Assert.Equal(14, await log.FindAsync(new LogPlace(LogPlaceKind.Time, DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeMilliseconds() * 1000), Token));
        Assert.Equal(0, Assert.Single(await log.TimesAsync(await log.ReadAsync(0, 100, Token), Token)).Offset);

        Assert.Null(await logs.OpenAsync("service/n2:web/other", Token));
        Assert.Null(await logs.OpenAsync("service/n9:web/httpd", Token));
        Assert.Equal("LOG_EMPTY", (await Assert.ThrowsAsync<DroverException>(() => logs.OpenAsync("service/n2:web/none", Token))).Code);
    }

    [Fact]
    public async Task Who_follows_it_goes_on_after_the_connection_was_lost()
    {
        await using var master = await MasterHost.StartAsync();
        using var file = new Output(master.Directory);
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory) { Node = { Logs = file.Logs } };
        var session = await master.SessionAsync("n2");
        file.Append("one\n");
        using var log = (await master.Node("n2").Logs.OpenAsync("service/web/httpd", Token))!;
        Assert.Equal("one\n", Text(await log.NextAsync(0, 100, TimeSpan.FromMinutes(1), Token)));
        var next = log.NextAsync(4, 100, TimeSpan.FromMinutes(1), Token);
        session.End("cut by the test");
        await master.SessionAsync("n2", session);
        Assert.False(next.IsCompleted);
        file.Append("two\n");
        Assert.Equal((4, "two\n"), (await next.WaitAsync(TimeSpan.FromSeconds(60), Token)) is var piece ? (piece.Offset, Text(piece)) : default);
    }

    [Fact]
    public async Task A_file_that_was_replaced_is_read_to_its_end_and_then_the_new_one()
    {
        await using var master = await MasterHost.StartAsync();
        using var file = new Output(master.Directory);
        await using var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory) { Node = { Logs = file.Logs } };
        await master.SessionAsync("n2");
        file.Append("one\ntwo\n");
        using var log = (await master.Node("n2").Logs.OpenAsync("service/web/httpd", Token))!;
        Assert.Equal("one\n", Text(await log.ReadAsync(0, 4, Token)));
        file.Replace("and a longer one than before\n");
        Assert.Equal("two\n", Text(await log.ReadAsync(4, 100, Token)));
        var anew = await log.ReadAsync(8, 100, Token);
        Assert.True(anew.Restarted);
        Assert.Equal("and a longer one than before\n", Text(anew));
    }

    [Fact]
    public async Task Of_a_node_that_is_away_it_is_said_that_it_is_and_who_follows_waits()
    {
        await using var master = await MasterHost.StartAsync();
        using var file = new Output(master.Directory);
        file.Append("one\n");
        ILog log;
        await using (var agent = new AgentHost(await master.JoinAsync("n2"), master.Directory) { Node = { Logs = file.Logs } })
        {
            await master.SessionAsync("n2");
            log = (await master.Node("n2").Logs.OpenAsync("service/web/httpd", Token))!;
        }
        await Soon.HoldsAsync(() => !master.IsHere("n2"));
        var error = await Assert.ThrowsAsync<NodeAwayException>(() => master.Node("n2").Logs.OpenAsync("service/web/httpd", Token));
        Assert.Contains("Node n2 is away", error.Message, StringComparison.Ordinal);
        Assert.Empty(await new NodeLogs(new LocalLogs([], TimeProvider.System), master.Nodes).ListAsync(Token));
        var next = log.NextAsync(4, 100, TimeSpan.FromSeconds(40), Token);
        await master.TimerAsync(TimeSpan.FromSeconds(40));
        Assert.False(next.IsCompleted);
        master.Clock.Advance(TimeSpan.FromSeconds(41));
        Assert.False((await next.WaitAsync(TimeSpan.FromSeconds(60), Token)).IsNews);
        master.Nodes.Remove("n2");
        await Assert.ThrowsAsync<NodeAwayException>(() => log.NextAsync(4, 100, TimeSpan.FromSeconds(40), Token));
        log.Dispose();
    }

    private static string Text(LogPiece piece) => Encoding.UTF8.GetString(piece.Bytes.Span);

    /// <summary>The output of one service of a node, and of one that has written nothing.</summary>
    private sealed class Output : IDisposable
    {
        private readonly string _path;
        private readonly PlainLogs _logs;

        public Output(string directory)
        {
            _path = Path.Combine(directory, "httpd.log");
            _logs = new PlainLogs(() => [("service/web/httpd", _path)], name => name switch { "service/web/httpd" => _path, "service/web/none" => _path + ".none", _ => null }, TimeProvider.System);
            Logs = new LocalLogs([_logs], TimeProvider.System);
        }

        public ILogs Logs { get; }

        public void Append(string text) => File.AppendAllText(_path, text);

        public void Replace(string text)
        {
            File.WriteAllText(_path + ".new", text);
            File.Move(_path + ".new", _path, overwrite: true);
        }

        public void Dispose() => _logs.Dispose();
    }
}
