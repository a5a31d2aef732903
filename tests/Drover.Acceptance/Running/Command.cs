using System.Diagnostics;

namespace Drover.Acceptance.Running;

/// <summary>Runs a program to its end, or begins it to read on while it runs. Each is a process group of its own.</summary>
internal static class Command
{
    /// <summary>No command of these tests takes this long; one that hangs is ended, and the test says which.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Daemons live as long as the tests of their class.</summary>
    private static readonly TimeSpan s_longestLife = TimeSpan.FromMinutes(15);

    internal static Finished Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? input = null)
    {
        using var process = Begin(program, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
            process.StandardInput.Write(input);
        process.StandardInput.Close();
        var line = string.Join(' ', arguments.Prepend(Path.GetFileName(program)));
        if (!process.WaitForExit(Longest))
        {
            Signals.SendToGroup(process.Id, Signals.Kill);
            process.WaitForExit();
            throw new TimeoutException($"$ {line}\n{output.GetAwaiter().GetResult()}{error.GetAwaiter().GetResult()}(did not end within {Longest})");
        }
        return new Finished(line, process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    internal static Process Begin(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        // setsid replaces itself by the program: same process, but leader of its own group.
        var start = new ProcessStartInfo("setsid")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        // What the tools print must not depend on who runs the tests.
        start.Environment["LC_ALL"] = "C.UTF-8";
        start.Environment["TZ"] = "UTC";
        start.Environment["PYTHONHASHSEED"] = "0"; // the tools print sets
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("DROVER_", StringComparison.Ordinal) || name.StartsWith("GANETI_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return TimedProcess.Start(start, s_longestLife);
    }
}
