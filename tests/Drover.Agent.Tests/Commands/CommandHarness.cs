using Drover.Agent.Commands;
using Drover.Nodes;
using Drover.Nodes.Commands;
using Drover.Nodes.Reports;
using Drover.Nodes.Services;

namespace Drover.Agent.Tests.Commands;

/// <summary>What runs commands, in directories of its own, and what it has reported.</summary>
internal sealed class CommandHarness : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drover-commands-").FullName;
    private readonly CancellationTokenSource _end = new(AgentHarness.Patience * 2);
    private readonly ReportQueue<ServiceReport> _reports = new(report => report.Number);
    private readonly List<ServiceReport> _seen = [];
    private bool _isStopped;
    private long _read;

    internal CommandRunner Runner { get; private set; } = null!;

    internal string At(string name) => Path.Combine(_directory, name);

    private int _most = 32;

    internal static async Task<CommandHarness> StartAsync(int most = 32)
    {
        var harness = new CommandHarness { _most = most };
        await harness.OpenAsync();
        return harness;
    }

    internal static CommandSpec Shell(string line, TimeSpan? time = null, long output = 1 << 20, TimeSpan? grace = null) =>
        new(["/bin/sh", "-c", line], null, time ?? AgentHarness.Patience, grace ?? AgentHarness.Patience, output);

    /// <summary>Orders a command for a job.</summary>
    internal Task<NodeRefusal?> BeginAsync(long job, CommandSpec spec, long term = 1) => Runner.BeginAsync(new NodeCommand(term, new CommandKey(job, 0, 0)), spec, _end.Token);

    internal Task<NodeRefusal?> EndAsync(long job, string reason) => Runner.EndAsync(new NodeCommand(1, new CommandKey(job, 0, 1)), new CommandKey(job, 0, 0), reason, _end.Token);

    /// <summary>The next report that fits.</summary>
    internal async Task<T> NextAsync<T>(Func<T, bool> fits) where T : ServiceReport
    {
        while (true)
        {
            if (_seen.OfType<T>().FirstOrDefault(fits) is { } found)
            {
                _seen.Remove(found);
                return found;
            }
            var next = await _reports.ReadAsync(_read, _end.Token);
            _seen.AddRange(next);
            _read = next[^1].Number;
        }
    }

    /// <summary>How the command of a job ended.</summary>
    internal async Task<CommandEnd> EndOfAsync(long job) => (await NextAsync<CommandEnded>(ended => ended.Command.Job == job)).End;

    /// <summary>What was reported of the output of a job and not taken yet.</summary>
    internal string Text(long job, bool isError) => string.Concat(_seen.OfType<CommandOutput>().Where(output => output.Command.Job == job && output.IsError == isError).Select(output => output.Text));

    /// <summary>Its life ends as by SIGKILL: what runs goes on, and the next life finds it.</summary>
    internal async Task CrashAsync(int? most = null)
    {
        _most = most ?? _most;
        Runner.Dispose();
        await OpenAsync();
    }

    /// <summary>Its life ends in good order.</summary>
    internal async Task StopAsync()
    {
        _isStopped = true;
        await Runner.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
            await Runner.StopAsync();
        Runner.Dispose();
        _end.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task OpenAsync()
    {
        Runner = new CommandRunner(
            new CommandOptions { Node = "n2", RunDirectory = At("run"), StateDirectory = At("commands"), MostAtOnce = _most }, make => _reports.Add(make), TimeProvider.System);
        await Runner.StartAsync(1, _end.Token);
    }
}
