using System.Diagnostics;
using Drover.Agent.Accounts.Writing;

namespace Drover.Agent.Tests.Accounts;

/// <summary>kill -9 at every step of a change.</summary>
public sealed class AccountCrashTests
{
    internal static readonly string Daemon = Path.Combine(AppContext.BaseDirectory.Replace("Drover.Agent.Tests", "Drover.Agent.TestDaemon", StringComparison.Ordinal), "Drover.Agent.TestDaemon");

    public static TheoryData<string, int> Steps()
    {
        var steps = new TheoryData<string, int>();
        foreach (var step in Enum.GetValues<AccountStep>())
            for (var count = 1; count <= (step is AccountStep.Drafted or AccountStep.BackedUp or AccountStep.Replaced ? 4 : 1); count++)
                steps.Add(step.ToString(), count);
        return steps;
    }

    [Theory, MemberData(nameof(Steps))]
    public async Task A_kill_leaves_files_right_and_locks_that_others_sweep(string step, int count)
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new Nodes.Accounts.AddGroup("team"));
        Assert.NotEqual(0, await RunAsync(folder, step, count));

        // Whoever looks now finds each file whole, and never a user without a password line or a group.
        Assert.All(folder.Read("passwd").TrimEnd('\n').Split('\n'), line => Assert.Equal(7, line.Split(':').Length));
        Assert.All(folder.Read("shadow").TrimEnd('\n').Split('\n'), line => Assert.Equal(9, line.Split(':').Length));
        if (folder.Line("passwd", "ada0") is not null)
            Assert.NotNull(folder.Line("shadow", "ada0"));

        // The next one completes what was begun, or does it for the first time.
        Assert.Equal(0, await RunAsync(folder, "none", 0));
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        Assert.Empty(folder.Accounts.View.Problems);
        Assert.Equal("team:x:10000:ada0", folder.Line("group", "team"));
        Assert.NotNull(folder.Line("passwd", "ada0"));
        Assert.False(File.Exists(folder.Options.RecordFile));
        Assert.DoesNotContain(Directory.GetFiles(folder.Etc, "*.lock"), path => !path.EndsWith("/.pwd.lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_others_have_changed_since_a_crash_is_not_overwritten()
    {
        await using var folder = new AccountFolder();
        await folder.DoAsync(new Nodes.Accounts.AddGroup("team"));
        await RunAsync(folder, nameof(AccountStep.Replaced), 1);
        folder.Write("passwd", folder.Read("passwd") + "eve:x:1000:100:::\n");
        folder.Write("shadow", folder.Read("shadow") + "eve:!:1:0:99999:7:::\n");
        await folder.Accounts.StartAsync(TestContext.Current.CancellationToken);
        Assert.Null(folder.Line("passwd", "ada0"));
        Assert.NotNull(folder.Line("passwd", "eve"));
        Assert.Contains(folder.Log.Lines, line => line.Id == 2705);
    }

    private static async Task<int> RunAsync(AccountFolder folder, string step, int count)
    {
        using var process = TimedProcess.Start(new ProcessStartInfo(Daemon, ["accounts", folder.Etc, folder.Options.RecordFile, step, $"{count}", "ada", "1"]) { UseShellExecute = false }, TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
