using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Acceptance.Running;

/// <summary>A running <c>bin/droverd</c>. It is ready when the constructor method returns, and ended with all its children at the latest by Dispose.</summary>
internal sealed partial class Daemon : IDisposable
{
    internal const int KilledExitCode = 128 + Signals.Kill;

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly Task _reading;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Daemon(Sandbox sandbox, Process process)
    {
        Sandbox = sandbox;
        _process = process;
        _process.StandardInput.Close();
        Http = new HttpDoor(sandbox.HttpSocket);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    internal Sandbox Sandbox { get; }

    internal HttpDoor Http { get; }

    internal int Id => _process.Id;

    /// <summary>Where it listens with <c>--listen</c>: address and port.</summary>
    internal string Listens => ListensAt().Match(Log) is { Success: true } match ? match.Groups["address"].Value : throw new InvalidOperationException($"The daemon does not listen for the network:\n{Log}");

    /// <summary>All that it printed.</summary>
    internal string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts a daemon and returns when it answers that it is ready.</summary>
    internal static Daemon Start(Sandbox sandbox, params string[] more) => StartWith(sandbox, null, [], more);

    /// <summary>Starts a daemon that serves, and answers that it is not ready.</summary>
    internal static Daemon StartNotReady(Sandbox sandbox, params string[] more) => StartWith(sandbox, null, [], more, readyStatus: 503);

    /// <summary>Starts a daemon that ends itself with SIGKILL when the store comes to this point.</summary>
    internal static Daemon StartWithFault(Sandbox sandbox, string fault, params string[] more) =>
        StartWith(sandbox, new Dictionary<string, string> { ["DROVER_FAULT"] = fault }, [], more);

    /// <summary>Starts a daemon below another program, such as strace.</summary>
    internal static Daemon StartBelow(Sandbox sandbox, string[] wrapper, params string[] more) => StartWith(sandbox, null, wrapper, more);

    /// <summary>The same for one that serves, and answers that it is not ready.</summary>
    internal static Daemon StartBelowNotReady(Sandbox sandbox, string[] wrapper, params string[] more) => StartWith(sandbox, null, wrapper, more, readyStatus: 503);

    /// <summary>Runs a daemon below another program that is expected to refuse to start.</summary>
    internal static Finished RefusedBelow(Sandbox sandbox, string[] wrapper, params string[] more) =>
        Command.Run(wrapper[0], [.. wrapper[1..], Programs.Daemon, .. Arguments(sandbox), .. more]);

    private static Daemon StartWith(Sandbox sandbox, Dictionary<string, string>? environment, string[] wrapper, string[] more, int readyStatus = 200)
    {
        string[] command = [.. wrapper, Programs.Daemon, .. Arguments(sandbox), .. more];
        var daemon = new Daemon(sandbox, Command.Begin(command[0], command[1..], environment));
        try
        {
            daemon.WaitUntilReady(readyStatus);
            return daemon;
        }
        catch
        {
            daemon.Dispose();
            throw;
        }
    }

    /// <summary>Runs a daemon that is expected to refuse to start.</summary>
    internal static Finished Refused(Sandbox sandbox, params string[] more) => RefusedAfter(null, sandbox, more);

    /// <summary>The same, with an answer to what it asks first.</summary>
    internal static Finished RefusedAfter(string? answer, Sandbox sandbox, params string[] more) =>
        Command.Run(Programs.Daemon, [.. Arguments(sandbox), .. more], input: answer);

    internal void Signal(int signal) => Signals.Send(Id, signal);

    /// <summary>Waits until it has ended; the exit code is 128 + N after signal N.</summary>
    internal int WaitForEnd()
    {
        if (!_process.WaitForExit(Command.Longest))
            throw new TimeoutException($"The daemon did not end within {Command.Longest}:\n{Log}");
        return _process.ExitCode;
    }

    internal void Kill9()
    {
        Signals.SendToGroup(Id, Signals.Kill);
        Assert.Equal(KilledExitCode, WaitForEnd());
    }

    /// <summary>Asks it to stop, and expects that it does so without complaint.</summary>
    internal void StopCleanly()
    {
        Signal(Signals.Terminate);
        var code = WaitForEnd();
        Assert.True(code == 0, $"The daemon ended with {code}:\n{Log}");
    }

    internal LuxiClient Luxi() => new(Sandbox.LuxiSocket);

    /// <summary>Runs <c>drover</c> against this daemon.</summary>
    internal Finished Drover(params string[] arguments) =>
        Command.Run(Programs.Client, arguments, new Dictionary<string, string> { ["DROVER_SOCKET"] = Sandbox.HttpSocket });

    /// <summary>Runs one of Ganeti's tools against this daemon.</summary>
    internal Finished Gnt(string tool, params string[] arguments) => GntWithInput(null, tool, arguments);

    internal Finished GntWithInput(string? input, string tool, params string[] arguments) => Command.Run(tool, arguments, GanetiEnvironment, input);

    /// <summary>Runs one of Ganeti's tools with programs of a directory before those of the system.</summary>
    internal Finished GntWithPrograms(string directory, string tool, params string[] arguments)
    {
        var environment = GanetiEnvironment;
        environment["PATH"] = $"{directory}:{environment["PATH"]}";
        return Command.Run(tool, arguments, environment);
    }

    /// <summary>Begins one of Ganeti's tools, to read on while it runs.</summary>
    internal Process BeginGnt(string tool, params string[] arguments) => Command.Begin(tool, arguments, GanetiEnvironment);

    private Dictionary<string, string> GanetiEnvironment => new()
    {
        ["GANETI_ROOTDIR"] = Sandbox.GanetiRoot, ["GANETI_HOSTNAME"] = Sandbox.NodeName, ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin",
    };

    public void Dispose()
    {
        Signals.SendToGroup(Id, Signals.Kill);
        _process.WaitForExit();
        // Readers end when the last descendant has closed its side.
        _reading.Wait(TimeSpan.FromSeconds(10));
        _process.Dispose();
        Http.Dispose();
    }

    private static string[] Arguments(Sandbox sandbox) =>
        ["--state", sandbox.State, "--run", sandbox.Run, "--ganeti-root", sandbox.GanetiRoot, "--cluster", "fleet", "--node", Sandbox.NodeName];

    private void WaitUntilReady(int wanted)
    {
        // Its last word before it serves; /readyz then says whether it means it.
        if (Task.WaitAny([_ready.Task, _reading], Command.Longest) != 0)
            throw new InvalidOperationException($"The daemon did not come up:\n{Log}");
        var (status, body) = Http.Get("/readyz");
        Assert.True(status == wanted, $"/readyz answers {status} {body}\n{Log}");
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            lock (_log)
                _log.AppendLine(line);
            if (line.Contains(" is ready", StringComparison.Ordinal))
                _ready.TrySetResult();
        }
    }

    [GeneratedRegex(@"Listening on http://(?<address>127\.\S+)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex ListensAt();
}
