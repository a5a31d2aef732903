using Drover.Agent.Leases;
using Drover.Services.Leases;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Services.Tests.Leases;

/// <summary>How long a lease is good, and what is on record of it.</summary>
public sealed class LeaseKeeperTests : IAsyncDisposable
{
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);

    private readonly string _directory = Directory.CreateTempSubdirectory("drover-leases-").FullName;
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromMinutes(1));
    private readonly CancellationTokenSource _end = new();
    private readonly ManualClock _clock = new();
    private readonly FakeLeases _source = new();
    private readonly FakeGuard _guard = new();
    private readonly System.Threading.Channels.Channel<(string Group, string Reason)> _over = System.Threading.Channels.Channel.CreateUnbounded<(string, string)>();
    private LeaseKeeper? _keeper;
    private Task _running = Task.CompletedTask;

    private LeaseKeeper Keeper => _keeper!;

    private TimeSpan Now => TimeSpan.FromTicks(_clock.GetTimestamp());

    [Fact]
    public async Task A_lease_is_counted_from_the_moment_at_which_it_was_asked_for()
    {
        _source.Grant("db", 3, s_time);
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        Assert.True(Keeper.Holds("db", 3));
        Assert.False(Keeper.Holds("db", 2));
        Assert.Equal(new HeldLease("db", 3, s_time, s_time), Assert.Single(LeaseFile.Read(_directory)!));
    }

    [Fact]
    public async Task While_some_are_held_they_are_asked_for_after_a_quarter_of_their_time()
    {
        _source.Grant("db", 3, s_time);
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        while (await HasAskedAsync())
        {
            // What was asked at the beginning.
        }
        await PassAsync(TimeSpan.FromSeconds(5));
        await _source.AskedAsync(_limit.Token);
        await Keeper.AskAsync(_limit.Token);
        Assert.Equal(TimeSpan.FromSeconds(25), Assert.Single(LeaseFile.Read(_directory)!).Ends);
    }

    [Theory]
    [InlineData(true, "the connection was lost")]
    [InlineData(false, "it does not answer")]
    public async Task With_a_quarter_left_and_no_new_one_it_is_over_and_stays_on_record(bool isAway, string reason)
    {
        _source.Grant("db", 3, s_time);
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        (_source.IsAway, _source.IsSilent) = (isAway, !isAway);
        await PassAsync(TimeSpan.FromSeconds(14.9));
        Assert.True(Keeper.IsGood("db"));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        // Whoever asks sees it before it is told.
        Assert.False(Keeper.IsGood("db"));
        var over = await UntilOverAsync();
        Assert.Equal(("db", $"its lease runs out, and no new one has come from the master: {reason}"), over);
        Assert.Equal(new HeldLease("db", 3, s_time, s_time) { IsOver = true }, Assert.Single(LeaseFile.Read(_directory)!));
        Keeper.Release("db");
        Assert.Empty(LeaseFile.Read(_directory)!);
    }

    [Fact]
    public async Task One_that_is_not_in_the_answer_is_over_at_once()
    {
        _source.Grant("db", 3, s_time);
        _source.Grant("web", 4, s_time);
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        _source.TakeBack("db");
        _source.Tell();
        Assert.Equal(("db", "the master has taken its lease back"), await UntilOverAsync());
        Assert.False(Keeper.IsGood("db"));
        Assert.True(Keeper.IsGood("web"));
        // One that is good does not go, whoever says that nothing runs.
        Keeper.Release("web");
        Assert.True(Keeper.IsGood("web"));
    }

    [Fact]
    public async Task It_counts_only_under_a_guard_and_is_on_record_before_that_looks()
    {
        _source.Grant("db", 3, s_time);
        var onRecord = 0;
        _guard.OnWatch = () => onRecord = LeaseFile.Read(_directory)!.Count;
        _guard.StartProblem = "the disk is full";
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        Assert.Equal(1, onRecord);
        Assert.False(Keeper.IsGood("db"));
        // The master hears of it.
        string? problem;
        do
            problem = await _source.AskedAsync(_limit.Token);
        while (problem is null);
        Assert.Equal("the disk is full", problem);
    }

    [Fact]
    public async Task A_guard_that_has_died_is_replaced_at_once()
    {
        _source.Grant("db", 3, s_time);
        await BeginAsync();
        await Keeper.AskAsync(_limit.Token);
        await _guard.StartedAsync(_limit.Token);
        _guard.End();
        await _guard.StartedAsync(_limit.Token);
        Assert.True(Keeper.IsGood("db"));
        _guard.StartProblem = "it is gone";
        _guard.End();
        Assert.Equal(("db", "no guard of its lease can be had: it is gone"), await UntilOverAsync());
    }

    [Fact]
    public async Task The_next_agent_goes_on_with_what_is_good_and_with_nothing_else()
    {
        LeaseFile.Write(_directory,
        [
            new HeldLease("good", 1, s_time, s_time),
            new HeldLease("over", 2, s_time, s_time) { IsOver = true },
            new HeldLease("late", 3, TimeSpan.FromSeconds(5), s_time),
        ]);
        _source.IsAway = true;
        await BeginAsync();
        Assert.True(Keeper.IsGood("good"));
        Assert.False(Keeper.IsGood("over"));
        Assert.False(Keeper.IsGood("late"));
        await File.WriteAllTextAsync(Path.Combine(_directory, "leases"), """{"boot_id":"another","leases":[{"group":"good","number":1,"ends":20000000,"time":20000000,"over":false}]}""", _limit.Token);
        Assert.Empty(LeaseFile.Read(_directory)!);
        await File.WriteAllTextAsync(Path.Combine(_directory, "leases"), "{", _limit.Token);
        Assert.Null(LeaseFile.Read(_directory));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running;
        _keeper?.Dispose();
        _end.Dispose();
        _limit.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private async Task BeginAsync()
    {
        _keeper = new LeaseKeeper(_source, _guard, _directory, _clock, () => Now, (group, reason) => _over.Writer.TryWrite((group, reason)), NullLogger.Instance);
        await _keeper.OpenAsync(_limit.Token);
        _running = _keeper.RunAsync(_end.Token);
    }

    private async Task<(string Group, string Reason)> UntilOverAsync() => await _over.Reader.ReadAsync(_limit.Token);

    private async Task<bool> HasAskedAsync()
    {
        using var none = new CancellationTokenSource();
        await none.CancelAsync();
        try
        {
            await _source.AskedAsync(none.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Lets time pass in steps that the keeper follows: it sleeps for a second at most.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var step = TimeSpan.FromSeconds(0.1); time > TimeSpan.Zero; time -= step)
        {
            await _clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), _limit.Token);
            _clock.Advance(step);
        }
    }
}
