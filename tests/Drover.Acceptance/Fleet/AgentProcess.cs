using System.Diagnostics;
using System.Text;
using Drover.Acceptance.Running;
using Drover.Acceptance.Services;

namespace Drover.Acceptance.Fleet;

/// <summary>A running <c>bin/drover-agent</c> with directories of its own below those of the test, and all that it started. In cltab lines <c>NAP</c> stands for a program that sleeps
/// and <c>DIR</c> for the directory of the node.</summary>
internal sealed class AgentProcess : IDisposable
{
    private readonly string _place;
    private readonly StringBuilder _log = new();
    private Process? _process;
    private Task _reading = Task.CompletedTask;

    /// <param name="sandbox">The directory of the test.</param>
    /// <param name="name">Name of the node.</param>
    /// <param name="cltab">Its services.</param>
    internal AgentProcess(Sandbox sandbox, string name, params string[] cltab)
    {
        Name = name;
        _place = sandbox.At(name + ".d");
        Directory.CreateDirectory(_place);
        File.Copy("/bin/sleep", At("nap"));
        Write(cltab);
    }

    internal string Name { get; }

    /// <summary>What it stands behind to run on a machine of its own.</summary>
    internal string[] Below { get; init; } = [];

    /// <summary>Further options with which it runs.</summary>
    internal string[] More { get; set; } = [];

    internal string State => At("state");

    internal int Id => _process!.Id;

    /// <summary>All that it printed, over all its lives.</summary>
    internal string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    internal string At(string name) => Path.Combine(_place, name);

    internal void Write(params string[] cltab)
    {
        File.WriteAllLines(At("cltab"), cltab.Select(line => line.Replace("NAP", At("nap"), StringComparison.Ordinal).Replace("DIR", _place, StringComparison.Ordinal)));
        File.SetUnixFileMode(At("cltab"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Runs the command that the master printed.</summary>
    internal Finished Join(string command)
    {
        var words = command.Split(' ');
        Assert.Equal("drover-agent", words[0]);
        string[] all = [.. Below, Programs.Agent, .. words[1..], "--state", State];
        return Command.Run(all[0], all[1..]);
    }

    internal void Start()
    {
        string[] command = [.. Below, Programs.Agent, "run", "--state", State, "--run", At("run"), "--cltab", At("cltab"), .. More];
        var process = _process = Command.Begin(command[0], command[1..]);
        process.StandardInput.Close();
        _reading = Task.WhenAll(ReadAsync(process.StandardError), ReadAsync(process.StandardOutput));
    }

    internal void Kill9()
    {
        Signals.Send(Id, Signals.Kill);
        Assert.Equal(128 + Signals.Kill, WaitForEnd());
    }

    internal int WaitForEnd()
    {
        if (!_process!.WaitForExit(Command.Longest))
            throw new TimeoutException($"The agent did not end within {Command.Longest}:\n{Log}");
        return _process.ExitCode;
    }

    /// <summary>Living copies of the program that sleeps.</summary>
    internal HashSet<int> Naps() => [.. ServiceNode.Processes().Where(process => process.Command.StartsWith(At("nap") + "\0", StringComparison.Ordinal)).Select(process => process.Pid)];

    /// <summary>What each of them was told to sleep, in order.</summary>
    internal List<string> Running() => [.. ServiceNode.Processes().Where(process => process.Command.StartsWith(At("nap") + "\0", StringComparison.Ordinal))
        .Select(process => process.Command.Split('\0', StringSplitOptions.RemoveEmptyEntries)[^1]).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        if (_process is not null)
        {
            Signals.SendToGroup(Id, Signals.Kill);
            _process.WaitForExit();
            _reading.Wait(TimeSpan.FromSeconds(10));
            _process.Dispose();
        }
        foreach (var pid in Naps())
            Signals.Send(pid, Signals.Kill);
    }

    private async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
            lock (_log)
                _log.AppendLine(line);
    }
}
