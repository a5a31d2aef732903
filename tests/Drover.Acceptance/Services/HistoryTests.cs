using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>The history of a service, as <c>drover get process-history</c> shows it.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly ServiceNode _node = new(["web:a1:1:respawn:NAP 1000", "web:a2:1:once:exit 7; :"]);

    public void Dispose() => _node.Dispose();

    [Fact]
    public void Ends_are_kept_over_restarts_of_the_daemon_and_agree_with_the_journal()
    {
        _node.Bring("web", "1");
        Signals.Send(_node.Pid("web/a1"), Signals.Kill);
        WaitFor(["web/a1 - 9", "web/a2 7 -"]);
        _node.Kill9();
        _node.Start();
        WaitFor(["web/a1 - 9", "web/a2 7 -"]);
        _node.Bring("web", "off");
        // Of an adopted process nobody sees how it ends.
        WaitFor(["web/a1 - -", "web/a1 - 9", "web/a2 7 -"]);
        _node.Daemon.Drover("audit", "verify", "--replay").Expect(0);
    }

    private void WaitFor(string[] expected)
    {
        string[] rows = [];
        _node.Until(() => (rows = Rows()).SequenceEqual(expected), () => string.Join('\n', rows));
    }

    private string[] Rows() =>
        [.. _node.Daemon.Drover("get", "process-history", "-c", "name,exit,signal", "--no-headers").Expect(0).Lines
            .Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).Order(StringComparer.Ordinal)];
}
