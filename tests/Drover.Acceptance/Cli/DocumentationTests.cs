using Drover.Acceptance.Running;

namespace Drover.Acceptance.Cli;

/// <summary>What the documentation tells people to type is typed, in a shell, with a daemon that has some jobs and a group of services.</summary>
public sealed class DocumentationTests : IDisposable
{
    /// <summary>They end the daemon, are for the time before its start, need a terminal, a test job or another machine, and have tests of their own; or they change the machine.</summary>
    private static readonly string[] s_elsewhere = ["drover restart", "drover shutdown", "drover init", "drover audit accept-loss", "drover top", "drover console", "drover exec", "--raw", "/etc/"];

    private readonly Sandbox _sandbox = new();
    private readonly Daemon _daemon;

    public DocumentationTests()
    {
        File.WriteAllText(_sandbox.At("cltab"), "web:httpd:12:respawn:/bin/sleep 1000\n");
        _daemon = Daemon.Start(_sandbox, "--cltab", _sandbox.At("cltab"));
        File.WriteAllText(_sandbox.At("job.yaml"), "{OP_ID: test-delay, duration: 0.01}\n");
        File.WriteAllText(_sandbox.At("jobs.yaml"), "jobs: [{ops: [{OP_ID: test-delay, duration: 0.01}]}]\n");
        // Test jobs of a type that no line adds: one that waited for a device would have no end.
        foreach (var name in (string[])["smoke.yaml", "boot.yaml", "bbb.yaml"])
            File.WriteAllText(_sandbox.At(name), "job_name: smoke\ndevice_type: nosuch\nvisibility: public\ntimeouts: {job: {minutes: 5}}\nactions: []\n");
        foreach (var name in (string[])["qemu.jinja2", "bbb.jinja2", "qemu01.jinja2", "b1.jinja2"])
            File.WriteAllText(_sandbox.At(name), "actions: {}\n");
        File.Copy(_sandbox.At("cltab"), _sandbox.At("cltab.new"));
        // What stands behind a pipe is not what is tried here.
        Directory.CreateDirectory(_sandbox.At("tools"));
        File.WriteAllText(_sandbox.At("tools/jq"), "#!/bin/sh\nexec cat\n");
        File.SetUnixFileMode(_sandbox.At("tools/jq"), (UnixFileMode)0b111_101_101);
        for (var i = 0; i < 17; i++)
            _daemon.Http.SubmitDelay(0.01);
    }

    public void Dispose()
    {
        _daemon.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void Every_command_of_readme_and_docs_can_be_typed_as_it_stands()
    {
        var failed = new List<string>();
        var count = 0;
        foreach (var (place, line) in Lines().Where(l => !s_elsewhere.Any(e => l.Line.Contains(e, StringComparison.Ordinal))))
        {
            count++;
            // One that follows has no end of its own: an interrupt is how people end it. Others may wait for the half minute that an example holds a lock.
            var result = Command.Run("timeout", ["--signal", "INT", "--kill-after", "20", Follows(line) ? "1" : "60", "bash", "-c", $"cd {_sandbox.Path}; {line}"], Environment());
            var isEnded = result.ExitCode == 124;
            if (result.ExitCode is 2 or 3 or > 125 and not 130 || (isEnded && !Follows(line)) || result.All.Contains("drover: USAGE", StringComparison.Ordinal) || result.All.Contains("Unhandled", StringComparison.Ordinal))
                failed.Add($"{place}: {result}");
        }
        Assert.True(failed.Count == 0, string.Join('\n', failed));
        Assert.InRange(count, 40, int.MaxValue);
    }

    private static bool Follows(string line) => line.Contains("--follow", StringComparison.Ordinal) || line.Contains("watch", StringComparison.Ordinal)
        || (line.Contains(" -f", StringComparison.Ordinal) && !line.Contains("submit", StringComparison.Ordinal));

    private Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = $"{_sandbox.At("tools")}:{Path.GetDirectoryName(Programs.Client)}:{System.Environment.GetEnvironmentVariable("PATH")}",
        ["DROVER_SOCKET"] = _sandbox.HttpSocket,
        ["HOME"] = _sandbox.Path,
    };

    /// <summary>Lines of code blocks that begin with drover and are no synopsis.</summary>
    private static IEnumerable<(string Place, string Line)> Lines()
    {
        var root = Programs.Root();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Prepend(Path.Combine(root, "README.md")))
        {
            var (isFenced, number) = (false, 0);
            foreach (var raw in File.ReadLines(path))
            {
                number++;
                if (raw.StartsWith("```", StringComparison.Ordinal))
                    isFenced = !isFenced;
                var line = raw.Trim().Replace("bin/drover ", "drover ", StringComparison.Ordinal);
                if (line.StartsWith("$ ", StringComparison.Ordinal))
                    line = line[2..];
                var isSynopsis = line.Contains("...", StringComparison.Ordinal) || line.Contains(" [", StringComparison.Ordinal) || line.Split(' ').Any(w => w.Length > 1 && w.All(c => char.IsAsciiLetterUpper(c) || c == '/'));
                if ((isFenced || raw.StartsWith("    ", StringComparison.Ordinal)) && line.StartsWith("drover ", StringComparison.Ordinal) && !isSynopsis)
                    yield return ($"{Path.GetRelativePath(root, path)}:{number}", line);
            }
        }
    }
}
