using System.Text.RegularExpressions;
using Drover.Acceptance.Running;

namespace Drover.Acceptance.Faults;

/// <summary>Proof from outside, by the system calls themselves: what was acknowledged had been synced.</summary>
public sealed partial class SyncTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void The_log_of_the_database_is_synced_before_a_submit_is_answered()
    {
        const int Submits = 5;
        var trace = _sandbox.At("trace");
        Assert.SkipUnless(Command.Run("strace", ["-o", trace, "true"]).ExitCode == 0, "strace may not trace here.");
        string[] strace = ["strace", "-f", "-y", "-s", "65536", "-o", trace, "-e", "trace=pwrite64,write,writev,sendto,sendmsg,fdatasync,fsync"];
        var ids = new List<long>();
        using (var daemon = Daemon.StartBelow(_sandbox, strace))
        {
            using var luxi = daemon.Luxi();
            for (var i = 0; i < Submits; i++)
                ids.Add(luxi.Submit($$"""{"OP_ID":"OP_TEST_DELAY","duration":300,"on_master":false,"reason":[],"comment":"synced-{{i}}"}"""));
            Signals.SendToGroup(daemon.Id, Signals.Kill);
            daemon.WaitForEnd();
        }
        var calls = Completed(File.ReadLines(trace)).ToList();
        for (var i = 0; i < Submits; i++)
            ExpectSyncBetween(calls, $"synced-{i}", ids[i]);
    }

    private static void ExpectSyncBetween(List<string> calls, string name, long id)
    {
        var written = calls.FindIndex(call => call.StartsWith("pwrite64(", StringComparison.Ordinal) && IsLog(call) && call.Contains(name, StringComparison.Ordinal));
        var answered = calls.FindIndex(call => AnswerCall().IsMatch(call) && Answer(id).IsMatch(call));
        Assert.True(written >= 0, $"{name} was never written to the log.");
        Assert.True(answered > written, $"{name} was answered (call {answered}) before it was written (call {written}).");
        // The write that makes the transaction whole is the last one before the sync; nothing of it may follow the sync.
        var synced = calls.FindIndex(written, call => SyncCall().IsMatch(call) && IsLog(call));
        Assert.True(synced > written && synced < answered,
            $"{name}: written at call {written}, synced at {synced}, answered at {answered}.\n{string.Join('\n', calls.Skip(written).Take(answered - written + 1).Select(call => call[..Math.Min(120, call.Length)]))}");
    }

    private static bool IsLog(string call) => call.Contains("store.db-wal>", StringComparison.Ordinal);

    private static Regex Answer(long id) => new($@"\\""success\\"":\s*true,\s*\\""result\\"":\s*{id}\}}", RegexOptions.None, TimeSpan.FromSeconds(5));

    // Calls in the order of their ends. A sync counts when it has ended; an answer counts from its beginning.
    private static IEnumerable<string> Completed(IEnumerable<string> trace)
    {
        var begun = new Dictionary<string, string>();
        foreach (var line in trace)
        {
            var match = Line().Match(line);
            if (!match.Success)
                continue;
            var (thread, call) = (match.Groups[1].Value, match.Groups[2].Value);
            if (call.EndsWith("<unfinished ...>", StringComparison.Ordinal))
            {
                if (AnswerCall().IsMatch(call))
                    yield return call;
                else
                    begun[thread] = call[..^"<unfinished ...>".Length];
            }
            else if (call.StartsWith("<...", StringComparison.Ordinal))
            {
                if (begun.Remove(thread, out var first))
                    yield return first + call;
            }
            else
            {
                yield return call;
            }
        }
    }

    [GeneratedRegex(@"^(\d+)\s+(.*)$", RegexOptions.None, 5_000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^(sendto|sendmsg|write|writev)\(", RegexOptions.None, 5_000)]
    private static partial Regex AnswerCall();

    [GeneratedRegex(@"^(fdatasync|fsync)\(.*= 0$", RegexOptions.None, 5_000)]
    private static partial Regex SyncCall();
}
