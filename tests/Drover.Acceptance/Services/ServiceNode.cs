using System.Text;
using System.Text.Json.Nodes;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Services;

/// <summary>A daemon with a cltab of its own, and all that it started: at the end of the test none of it is left.
/// In cltab lines <c>OUT</c> stands for a scratch file, <c>DIR</c> for the directory of the test, <c>NAP</c> for a program that sleeps.</summary>
internal sealed class ServiceNode : IDisposable
{
    private readonly string[] _more;
    private Daemon? _daemon;

    internal ServiceNode(string[] cltab, params string[] more) : this(cltab, more, start: true)
    {
    }

    private ServiceNode(string[] cltab, string[] more, bool start)
    {
        _more = more;
        File.Copy("/bin/sleep", Sandbox.At("nap"));
        Write(cltab);
        if (start)
            Start();
    }

    /// <summary>One that the test starts itself, below some other program.</summary>
    internal static ServiceNode Unstarted(string[] cltab, params string[] more) => new(cltab, more, start: false);

    internal Sandbox Sandbox { get; } = new();

    internal Daemon Daemon => _daemon!;

    internal string Cltab => Sandbox.At("cltab");

    internal string Socket => Sandbox.At("clinit.s");

    internal string Clstat => Sandbox.At("clstat");

    /// <summary>What is in the scratch file.</summary>
    internal string Out => File.Exists(Sandbox.At("OUT")) ? File.ReadAllText(Sandbox.At("OUT")) : "";

    internal string[] OutLines => Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    internal string[] Arguments => ["--cltab", Cltab, "--clinit-socket", Socket, "--clstat", Clstat, .. _more];

    internal void Start(params string[] wrapper) => _daemon = Daemon.StartBelow(Sandbox, wrapper, Arguments);

    internal void Kill9()
    {
        Daemon.Kill9();
        Daemon.Dispose();
    }

    internal void Write(params string[] lines)
    {
        File.WriteAllLines(Cltab, lines.Select(Expand));
        File.SetUnixFileMode(Cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Writes the cltab with a byte for each character.</summary>
    internal void WriteLatin1(params string[] lines)
    {
        File.WriteAllLines(Cltab, lines.Select(Expand), Encoding.Latin1);
        File.SetUnixFileMode(Cltab, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Writes a shell script that an entry runs as <c>/bin/sh DIR/name</c>.</summary>
    internal void Script(string name, string text) => File.WriteAllText(Sandbox.At(name), Expand(text));

    internal void EmptyOut() => File.WriteAllText(Sandbox.At("OUT"), "");

    /// <summary>Tells through the socket of Cluster::Init and gives the reply.</summary>
    internal Dictionary<string, string> Tell(string group, string level) => Perl("tell", Socket, group, level).Expect(0).Lines
        .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    internal static Finished Perl(params string[] arguments) =>
        Command.Run("perl", [Path.Combine(AppContext.BaseDirectory, "perl", "clinit-test.pl"), .. arguments]);

    /// <summary>Submits a change of level and gives the job.</summary>
    internal long Submit(string group, string level, bool dryRun = false)
    {
        var opcode = new JsonObject { ["OP_ID"] = "OP_SERVICE_GROUP_SET_LEVEL", ["group"] = group, ["level"] = level, ["dry_run"] = dryRun };
        return Daemon.Http.Submit(opcode.ToJsonString());
    }

    /// <summary>Brings a group to a level and waits until the job says that it is there.</summary>
    internal void Bring(string group, string level, string expected = "success")
    {
        var job = Submit(group, level);
        var end = Daemon.Http.WaitForEnd(job);
        Assert.True(end == expected, $"{group} to {level}: {end}\n{Daemon.Http.Job(job)}\n{Daemon.Log}");
    }

    internal void Run(string opcode, string expected = "success") => Assert.Equal(expected, Daemon.Http.WaitForEnd(Daemon.Http.Submit(opcode)));

    /// <summary>Level and state of a group in the clstat file; null if it has no line there.</summary>
    internal string? Status(string group) => File.Exists(Clstat)
        ? File.ReadAllLines(Clstat).Select(line => line.Split(' ', 3)).FirstOrDefault(words => words[1].Length > 0 && words[1] == group)?[2]
        : null;

    internal void WaitForStatus(string group, string? status) => Until(() => Status(group) == status, () => $"{group} is '{Status(group)}', not '{status}'");

    internal void WaitForOut(string text) => Until(() => Out == text, () => $"OUT is '{Out}', not '{text}'");

    /// <summary>A row of a table, field by field.</summary>
    internal Dictionary<string, JsonNode?> Row(string resource, string name, string fields) => Rows(resource, fields)[name];

    internal Dictionary<string, Dictionary<string, JsonNode?>> Rows(string resource, string fields)
    {
        var (status, body) = Daemon.Http.Get($"/v1/query/{resource}?fields=name,{fields}&limit=1000");
        Assert.True(status == 200, $"{status} {body}");
        var names = fields.Split(',');
        return JsonNode.Parse(body)!["rows"]!.AsArray().ToDictionary(
            row => (string)row![0]![1]!,
            row => names.Select((field, i) => (field, value: row![i + 1]![1])).ToDictionary(pair => pair.field, pair => pair.value));
    }

    /// <summary>Pid of the main process of an entry; 0 if none runs, or its entry is not in force yet.</summary>
    internal int Pid(string process) => Rows("process", "pid").TryGetValue(process, out var row) ? (int?)row["pid"] ?? 0 : 0;

    internal string State(string process) => (string)Row("process", process, "state")["state"]!;

    internal string GroupState(string group) => (string)Row("service-group", group, "state")["state"]!;

    /// <summary>Pids of all processes that run the program NAP, whoever is their parent.</summary>
    internal HashSet<int> Naps() => [.. Processes().Where(p => p.Command.StartsWith(Sandbox.At("nap") + "\0", StringComparison.Ordinal)).Select(p => p.Pid)];

    /// <summary>Whether a process lives; one that only waits to be reaped does not, and shows no command any more.</summary>
    internal static bool Lives(int process) => Processes().Any(p => p.Pid == process && p.Command.Length > 0);

    /// <summary>Waits for a condition; fails after a minute with what it was.</summary>
    internal void Until(Func<bool> condition, Func<string> otherwise)
    {
        var end = Environment.TickCount64 + 60_000;
        while (!condition())
        {
            if (Environment.TickCount64 > end)
                Assert.Fail($"{otherwise()}\n{Daemon.Log}");
            // Looking at all processes is work, and must not take the processors from those who are looked at.
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(10);
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose()
    {
        _daemon?.Dispose();
        // Services do not depend on the daemon. What runs a program of the sandbox is known by that, the rest by the name of its start,
        // which the records know.
        var records = Directory.Exists(Sandbox.Run) ? Directory.EnumerateFiles(Sandbox.Run, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList() : [];
        foreach (var pid in Processes().Where(p => p.Command.Contains(Sandbox.Path, StringComparison.Ordinal) || IsOneOf(records, p.Pid)).Select(p => p.Pid))
            Signals.Send(pid, Signals.Kill);
        RemoveCgroups();
        Sandbox.Dispose();
    }

    /// <summary>A daemon removes them as it forgets its runs; what still ran at the end of the test is ours to remove.</summary>
    private void RemoveCgroups()
    {
        var records = Path.Combine(Sandbox.Run, "services", "processes");
        if (!Directory.Exists(records))
            return;
        var groups = Directory.EnumerateFiles(records, "*.process").SelectMany(File.ReadLines)
            .Select(line => (string?)JsonNode.Parse(line)!["cgroup"]).OfType<string>().Distinct().Where(Directory.Exists).ToList();
        // One is empty only after its last process has died of its signal.
        SpinWait.SpinUntil(() => groups.TrueForAll(HasNoProcess), TimeSpan.FromSeconds(10));
        groups.FindAll(HasNoProcess).ForEach(Directory.Delete);

        static bool HasNoProcess(string group) => File.ReadAllText(Path.Combine(group, "cgroup.procs")).Length == 0;
    }

    private string Expand(string line) => line.Replace("OUT", Sandbox.At("OUT"), StringComparison.Ordinal)
        .Replace("DIR", Sandbox.Path, StringComparison.Ordinal).Replace("NAP", Sandbox.At("nap"), StringComparison.Ordinal);

    private static bool IsOneOf(List<string?> records, int pid) =>
        Marker(pid) is { } marker && records.Exists(name => name!.Contains(marker, StringComparison.Ordinal));

    /// <summary>The name of its start that a process carries; null if it has none.</summary>
    internal static string? Marker(int pid) => ReadProc(pid, "environ")?.Split('\0')
        .FirstOrDefault(variable => variable.StartsWith("DROVER_INVOCATION=", StringComparison.Ordinal))?["DROVER_INVOCATION=".Length..];

    internal static IEnumerable<(int Pid, string Command)> Processes()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var pid) && ReadProc(pid, "cmdline") is { } command)
                yield return (pid, command);
    }

    private static string? ReadProc(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
