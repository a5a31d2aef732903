using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Drover.Agent;
using Drover.Nodes.Services;
using Drover.ShellWorker.Plans;
using Microsoft.Extensions.Logging;

namespace Drover.ShellWorker.Machine;

/// <summary>What happens on the machine: work directories, and the processes of definitions. Takes and gives data only, and knows nothing of the lab. Processes go on when it is disposed.</summary>
internal sealed class ShellMachine : IDisposable
{
    private const int Term = 15;
    private const string CleaningGroup = "test-job-cleaning";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode Passable = Private | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Program = Passable | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<StepKey, (string Invocation, TaskCompletionSource<ExitStatus> End)> _steps = new();
    private readonly ShellWorkerOptions _options;
    private readonly TimeProvider _clock;
    private readonly ProcessAgent _agent;

    /// <exception cref="AgentException">The run directory is in use, or cannot be had.</exception>
    public ShellMachine(ShellWorkerOptions options, TimeProvider clock, ILoggerFactory logging)
    {
        (_options, _clock) = (options, clock);
        Directory.CreateDirectory(options.StateDirectory, Private);
        Directory.CreateDirectory(options.WorkDirectory, Passable);
        File.SetUnixFileMode(options.WorkDirectory, Passable);
        Boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
        // The front of this output is never cut away: a job that writes too much is ended instead.
        _agent = new ProcessAgent(
            new AgentOptions { RunDirectory = options.RunDirectory, Cgroup = options.Cgroup, Node = options.Node, OutputSpace = long.MaxValue, OutputKeepFree = 0 }, clock, logging: logging);
    }

    /// <summary>Names the boot of the machine: what ran in another one runs no more.</summary>
    public string Boot { get; }

    /// <summary>Time since that boot.</summary>
    public TimeSpan SinceBoot => _agent.SinceBoot;

    /// <summary>The jobs that have a work directory.</summary>
    public IEnumerable<(long Job, DateTime Touched)> WorkDirectories => Directory.EnumerateDirectories(_options.WorkDirectory)
        .Select(path => (long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var job) ? job : -1, Directory.GetLastWriteTimeUtc(path)))
        .Where(found => found.Item1 >= 0);

    /// <summary>The jobs that have a record.</summary>
    public IEnumerable<long> Jobs => Directory.EnumerateDirectories(_options.StateDirectory)
        .Select(path => long.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var job) ? job : -1).Where(job => job >= 0);

    /// <summary>Finds the processes of an earlier daemon. Once, first.</summary>
    public async Task AdoptAsync(CancellationToken cancellationToken)
    {
        foreach (var found in await _agent.AdoptAsync(cancellationToken))
        {
            if (found.Process is not { } process || found.Outcome is not (AdoptionOutcome.Running or AdoptionOutcome.Exited))
                continue;
            if (StepKey.Read(process.Key.Group, process.Key.Tag) is not { } key)
            {
                if (found.Outcome == AdoptionOutcome.Exited)
                    _agent.Forget(process.Invocation);
                continue;
            }
            var end = NewEnd();
            _steps[key] = (process.Invocation, end);
            if (found.Outcome == AdoptionOutcome.Exited)
                end.TrySetResult(found.Status);
        }
    }

    /// <summary>Hears of ends until it is cancelled.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        for (var after = 0L; await _agent.ReadReportsAsync(after, cancellationToken) is { Count: > 0 } reports; after = reports[^1].Number)
        {
            foreach (var report in reports.Where(report => report.Kind == ProcessReportKind.Exited))
            {
                if (StepKey.Read(report.Key.Group, report.Key.Tag) is { } key && _steps.TryGetValue(key, out var step) && step.Invocation == report.Invocation)
                    step.End.TrySetResult(report.Status);
                else if (report.Key.Group == CleaningGroup)
                    _agent.Forget(report.Invocation);
            }
            _agent.Acknowledge(reports[^1].Number);
        }
    }

    /// <summary>The jobs of which processes are known.</summary>
    public IEnumerable<StepKey> Steps => _steps.Keys;

    /// <summary>How a definition's process ends; null when there is none.</summary>
    public Task<ExitStatus>? EndOf(StepKey key) => _steps.GetValueOrDefault(key).End?.Task;

    /// <summary>Makes the work directory of a job with the commands for steps.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="AgentException">It cannot be given to the user.</exception>
    public void Prepare(long job)
    {
        Directory.CreateDirectory(StateOf(job), Private);
        if (_options.User is { } user && user != "root" && Closed() is { } closed)
            throw new AgentException("NO_PASSAGE", $"User {user} cannot pass through \"{closed}\", and so not come to the work directory. Allow it (chmod o+x), or choose another place with --lab-worker-directory.");
        var directory = WorkOf(job);
        Directory.CreateDirectory(directory, Passable);
        File.SetUnixFileMode(directory, Passable);
        var bin = Path.Combine(directory, "bin");
        Directory.CreateDirectory(bin, Program);
        File.SetUnixFileMode(bin, Program);
        foreach (var (name, text) in StepCommands.All)
            WholeFile.Replace(Path.Combine(bin, name), Encoding.UTF8.GetBytes(text), Program);
        var work = Path.Combine(directory, "work");
        if (!Directory.Exists(work))
            Give(work, () => Directory.CreateDirectory(work, Private));
    }

    /// <summary>Starts a definition.</summary>
    /// <returns>Why it cannot be started; null when it was.</returns>
    public string? Start(StepKey key, ShellPlan plan)
    {
        var test = plan.Tests[key.Index];
        var directory = WorkOf(key.Job);
        var (steps, frame) = (Path.Combine(directory, $"{test.Name}.steps"), Path.Combine(directory, $"{test.Name}.sh"));
        try
        {
            Write(steps, StepScript.Steps(test));
            Write(frame, StepScript.Frame(plan, test, key.Job, steps));
            File.Delete(Path.Combine(_options.StateDirectory, key.Output));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or AgentException)
        {
            return e.Message;
        }
        var outcome = _agent.StartAll([new ProcessSpec
        {
            Key = new ProcessKey(_options.Node, key.Group, key.Tag),
            Command = CommandLine.Of("/bin/sh", "-c", StepScript.Entrance, "shell-worker", directory, frame),
            Level = "",
            Mode = "wait",
            LogPath = Path.Combine(_options.StateDirectory, key.Output),
            LogLimit = long.MaxValue,
            User = _options.User,
            Directory = Path.Combine(directory, "work"),
            Limits = new Dictionary<string, string>(StringComparer.Ordinal) { ["fsize"] = _options.FileSize.ToString(CultureInfo.InvariantCulture), ["core"] = "0" },
            TreeLimits = new TreeLimits { Processes = _options.Processes, Memory = _options.Memory > 0 ? _options.Memory : null },
            KeepStatus = true,
        }])[0];
        if (outcome.Process is not { } process)
            return outcome.Refusal;
        // It may have ended already, and that may have been reported to nobody.
        var end = _steps.GetOrAdd(key, _ => (process.Invocation, NewEnd())).End;
        if (_agent.Find(process.Invocation)?.Exit is { } exit)
            end.TrySetResult(exit);
        return null;
    }

    /// <summary>Ends the processes of a definition: TERM, after the grace KILL, until nothing is left. What is left after all is returned.</summary>
    public async Task<TreeRemains> EndTreeAsync(StepKey key, bool atOnce, CancellationToken cancellationToken)
    {
        if (!_steps.TryGetValue(key, out var step))
            return TreeRemains.None;
        if (!atOnce)
        {
            await _agent.SignalTreeAsync(step.Invocation, Term, cancellationToken);
            for (var since = _clock.GetTimestamp(); _clock.GetElapsedTime(since) < _options.Grace;)
            {
                var hasEnded = step.End.Task.IsCompleted;
                if (hasEnded && (await _agent.FindTreeAsync(step.Invocation, cancellationToken)).IsEmpty)
                    return TreeRemains.None;
                var look = Task.Delay(s_look, _clock, cancellationToken);
                await (hasEnded ? look : Task.WhenAny(look, step.End.Task));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        return await _agent.KillTreeAsync(step.Invocation, cancellationToken);
    }

    /// <summary>Drops what is known of the process of a definition, once it has ended.</summary>
    public void Forget(StepKey key)
    {
        if (_steps.TryRemove(key, out var step) && _agent.Find(step.Invocation) is { IsRunning: false })
            _agent.Forget(step.Invocation);
    }

    /// <summary>A job is over: its output is in its log, and its work directory stays for a while.</summary>
    public void Close(long job)
    {
        if (Directory.Exists(StateOf(job)))
            Directory.Delete(StateOf(job), recursive: true);
        if (Directory.Exists(WorkOf(job)))
            Directory.SetLastWriteTimeUtc(WorkOf(job), _clock.GetUtcNow().UtcDateTime);
    }

    /// <summary>Removes the work directory of a job. By a program that follows no links, whatever others do there meanwhile.</summary>
    public void Remove(long job) => _agent.StartAll([new ProcessSpec
    {
        Key = new ProcessKey(_options.Node, CleaningGroup, job.ToString(CultureInfo.InvariantCulture)),
        Command = CommandLine.Of("rm", "-rf", "--", WorkOf(job)),
        Level = "",
        Mode = "wait",
        LogPath = Path.Combine(_options.StateDirectory, "cleaning.output"),
    }]);

    /// <summary>Path of the record of a job.</summary>
    public string NoteOf(long job) => Path.Combine(StateOf(job), "note.json");

    /// <inheritdoc/>
    public void Dispose() => _agent.Dispose();

    /// <summary>A directory on the way to the work directories that others cannot pass through; null when there is none.</summary>
    private string? Closed()
    {
        for (var directory = new DirectoryInfo(_options.WorkDirectory).Parent; directory is not null; directory = directory.Parent)
            if ((directory.UnixFileMode & UnixFileMode.OtherExecute) == UnixFileMode.None)
                return directory.FullName;
        return null;
    }

    private string StateOf(long job) => Path.Combine(_options.StateDirectory, job.ToString(CultureInfo.InvariantCulture));

    private string WorkOf(long job) => Path.Combine(_options.WorkDirectory, job.ToString(CultureInfo.InvariantCulture));

    private void Write(string path, string text) => Give(path, () => WholeFile.Replace(path, Encoding.UTF8.GetBytes(text), UnixFileMode.UserRead));

    private void Give(string path, Action make)
    {
        make();
        if (_options.User is { } user)
            FileOwner.Set(path, user);
    }

    private static TaskCompletionSource<ExitStatus> NewEnd() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
