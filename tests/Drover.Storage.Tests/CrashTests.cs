using System.Globalization;
using Drover.Storage.Faults;

namespace Drover.Storage.Tests;

public sealed class CrashTests : IDisposable
{
    private const int KilledExitCode = 128 + 9;

    private readonly TestDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<StoreStep, int> Points()
    {
        var points = new TheoryData<StoreStep, int>();
        foreach (var step in Enum.GetValues<StoreStep>())
            foreach (var count in new[] { 1, 2, 14, 15 })
                points.Add(step, count);
        return points;
    }

    // The 14th batch cuts the journal, the others append to it.
    [Theory, MemberData(nameof(Points))]
    public void After_kill_9_at_any_step_exactly_the_committed_batches_are_there(StoreStep step, int count)
    {
        using var child = ChildProcess.Start(_directory.State, "write", $"{step}:{count}");
        var acknowledged = LastNumber(child.StandardOutput);
        child.WaitForExit();
        Assert.Equal(KilledExitCode, child.ExitCode);
        Assert.Equal(count - 1, acknowledged);
        var committed = step >= StoreStep.AfterCommit ? count : count - 1;
        ExpectExactly(committed);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    [InlineData(200)]
    public void After_kill_9_at_a_random_moment_nothing_acknowledged_is_missing(int killAfter)
    {
        using var child = ChildProcess.Start(_directory.State, "write");
        var acknowledged = 0;
        while (acknowledged < killAfter)
        {
            var line = child.StandardOutput.ReadLine() ?? throw new InvalidOperationException(child.StandardError.ReadToEnd());
            acknowledged = line == "open" ? 0 : int.Parse(line, CultureInfo.InvariantCulture);
        }
        child.Kill();
        acknowledged = Math.Max(acknowledged, LastNumber(child.StandardOutput));
        child.WaitForExit();
        Assert.Equal(KilledExitCode, child.ExitCode);

        using var store = Workload.Open(_directory.State);
        Assert.Empty(store.Warnings);
        var there = Workload.Dump(store);
        Assert.True(
            there.SequenceEqual(Workload.Expected(acknowledged)) || there.SequenceEqual(Workload.Expected(acknowledged + 1)),
            $"{acknowledged} batches were acknowledged, the journal ends at {store.Head.Sequence}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("before-lunch:1")]
    [InlineData("before-commit:0")]
    [InlineData("before-commit:x")]
    [InlineData("before-commit:1:1")]
    [InlineData("3:1")]
    public void A_fault_point_that_does_not_exist_is_refused(string text) =>
        Assert.Equal("BAD_FAULT", Assert.Throws<DroverException>(() => KillFault.Parse(text)).Code);

    [Theory]
    [InlineData("before-commit:3")]
    [InlineData("AfterHead")]
    public void A_fault_point_may_be_written_in_both_ways(string text) => Assert.NotNull(KillFault.Parse(text));

    private void ExpectExactly(int batches)
    {
        using var store = Workload.Open(_directory.State);
        Assert.Empty(store.Warnings);
        Assert.Equal(Workload.Expected(batches), Workload.Dump(store));
        Assert.True(store.Verify(full: true).IsSound);
        Workload.AppendAll(store, batches, batches + 3);
        Assert.Equal(Workload.Expected(batches + 3), Workload.Dump(store));
    }

    private static int LastNumber(TextReader output)
    {
        var last = 0;
        while (output.ReadLine() is { } line)
            last = int.TryParse(line, CultureInfo.InvariantCulture, out var number) ? number : last;
        return last;
    }
}
