using System.Text;
using Drover.Agent.Identity;
using Drover.Agent.Native;
using Drover.Agent.Watching;
using Drover.Nodes.Services;

namespace Drover.Agent.Tests;

/// <summary>An agent in a directory of its own. At the end nothing of it is left on the machine.</summary>
internal sealed class AgentHarness : IAsyncDisposable
{
    /// <summary>Only a broken program waits this long.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _end = new(Patience * 4);
    private readonly List<ProcessReport> _seen = [];
    private int _starts;
    private long _read;

    private AgentHarness(string directory) => Directory = directory;

    internal string Directory { get; }

    internal string RunDirectory => Path.Combine(Directory, "run");

    internal ProcessAgent Agent { get; private set; } = null!;

    internal IReadOnlyList<AdoptedProcess> Adopted { get; private set; } = [];

    /// <summary>Reports that came and that no test has asked for.</summary>
    internal IReadOnlyList<ProcessReport> Unread => _seen;

    internal CancellationToken Token => _end.Token;

    /// <summary>Lines of the log.</summary>
    internal Drover.Tests.Shared.CapturedLog Log { get; } = new();

    internal AgentOptions Options { get; private init; } = null!;

    internal static Task<AgentHarness> StartAsync(Func<AgentOptions, AgentOptions>? change = null)
        => StartAsync(System.IO.Directory.CreateTempSubdirectory("drover-agent-").FullName, change);

    internal static async Task<AgentHarness> StartAsync(string directory, Func<AgentOptions, AgentOptions>? change = null)
    {
        var options = new AgentOptions { RunDirectory = Path.Combine(directory, "run") };
        var harness = new AgentHarness(directory) { Options = change?.Invoke(options) ?? options };
        await harness.OpenAsync();
        return harness;
    }

    /// <summary>The agent goes, the processes stay; then a new agent comes.</summary>
    internal async Task RestartAsync(Action? meanwhile = null)
    {
        Agent.Dispose();
        meanwhile?.Invoke();
        await OpenAsync();
    }

    /// <summary>A program with its words, split at blanks.</summary>
    internal ProcessSpec Spec(string command) => Spec(CommandLine.Of(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)));

    /// <summary>A line for the shell.</summary>
    internal ProcessSpec Shell(string line) => Spec(CommandLine.Of("/bin/sh", "-c", line));

    internal ProcessSpec Spec(CommandLine command) => new()
    {
        Key = new ProcessKey("node", "group", $"tag{++_starts}"),
        Command = command,
        Level = "1",
        Mode = "once",
        LogPath = Path.Combine(Directory, "log", $"tag{_starts}.log"),
    };

    internal ProcessView Start(string command) => Agent.Start(Spec(command));

    internal ProcessView StartShell(string line) => Agent.Start(Shell(line));

    /// <summary>The next report that fits, in any order.</summary>
    internal async Task<ProcessReport> ReportAsync(Func<ProcessReport, bool> fits)
    {
        while (true)
        {
            if (_seen.Find(r => fits(r)) is { } found)
            {
                _seen.Remove(found);
                return found;
            }
            var reports = await Agent.ReadReportsAsync(_read, Token).WaitAsync(Patience);
            _read = reports[^1].Number;
            Agent.Acknowledge(_read);
            _seen.AddRange(reports);
        }
    }

    internal async Task<ExitStatus> ExitAsync(ProcessView process)
        => (await ReportAsync(r => r.Kind == ProcessReportKind.Exited && r.Invocation == process.Invocation)).Status;

    /// <summary>Runs a command to its end and gives what it wrote.</summary>
    internal async Task<string> OutputAsync(ProcessSpec spec)
    {
        var process = Agent.Start(spec);
        await ExitAsync(process);
        return Text(process.LogPath);
    }

    /// <summary>What a log holds behind the part that was cut away.</summary>
    internal static string Text(string log)
    {
        using var file = new FileStream(log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        // It may become shorter meanwhile.
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length).TrimStart((byte)0));
    }

    /// <summary>Waits until a process has written some text.</summary>
    internal Task SaysAsync(ProcessView process, string text) => LogAsync(process, () => Text(process.LogPath).Contains(text, StringComparison.Ordinal));

    /// <summary>Looks at a log whenever it has changed, until something holds.</summary>
    internal async Task LogAsync(ProcessView process, Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        using var changed = new SemaphoreSlim(0);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(process.LogPath)!, Path.GetFileName(process.LogPath));
        watcher.Changed += (_, _) => changed.Release();
        watcher.EnableRaisingEvents = true;
        while (!holds())
            await changed.WaitAsync(limit.Token);
    }

    internal string RecordPath(string invocation) => Path.Combine(RunDirectory, "processes", $"{invocation}.process");

    internal bool HasRecord(string invocation) => File.Exists(RecordPath(invocation));

    /// <summary>Makes the record say something else, as if its first line had always said so.</summary>
    internal void EditRecord(string invocation, Func<InvocationRecord, InvocationRecord> edit)
    {
        var path = RecordPath(invocation);
        var lines = File.ReadAllText(path).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Encoding.UTF8.GetBytes(line)).ToList();
        var record = edit(lines.Skip(1).Aggregate(InvocationRecord.Read(lines[0]), (before, line) => before.With(line)!));
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        record.WriteTo(buffer);
        File.WriteAllBytes(path, [.. buffer.WrittenSpan, (byte)'\n']);
    }

    internal static bool IsAlive(int pid) => ProcessStat.Read(pid) is { IsDead: false };

    /// <summary>Waits for the end of any process, child or not.</summary>
    internal static async Task GoneAsync(int pid)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0)
            return;
        using var poll = new PollThread();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        poll.Add(pidfd, _ => { }, () => gone.TrySetResult());
        await gone.Task.WaitAsync(Patience);
        Libc.Close(pidfd);
    }

    public async ValueTask DisposeAsync()
    {
        var left = await Task.WhenAll(Agent.List().Select(p => Agent.KillTreeAsync(p.Invocation, CancellationToken.None)));
        Assert.All(left, remains => Assert.True(remains.IsEmpty, remains.ToString()));
        foreach (var process in Agent.List().Where(p => p.IsRunning))
            await ExitAsync(process);
        foreach (var process in Agent.List())
            Agent.Forget(process.Invocation);
        Agent.Dispose();
        _end.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private async Task OpenAsync()
    {
        Agent = new ProcessAgent(Options, TimeProvider.System, logging: Log);
        _read = 0;
        Adopted = await Agent.AdoptAsync(Token);
    }
}
