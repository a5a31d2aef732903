using Drover.Kernel.Commands;
using Drover.Kernel.Journal;
using Drover.Kernel.State;
using Drover.Kernel.Tests.Jobs;

namespace Drover.Kernel.Tests;

public sealed class InboxTests : IDisposable
{
    private readonly Inbox _inbox = new(limit: 2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _inbox.Dispose();

    [Fact]
    public async Task Items_come_out_in_the_order_in_which_they_came_in()
    {
        Assert.True(await _inbox.AddAsync(new Item(1), Stop));
        Assert.True(await _inbox.AddAsync(new Item(2), Stop));
        Assert.Equal([1, 2], Take());
        Assert.Equal([], Take());
    }

    [Fact]
    public async Task Who_finds_no_place_waits_for_one_and_those_who_waited_first_get_theirs_first()
    {
        await FillAsync();
        var third = _inbox.AddAsync(new Item(3), Stop);
        var fourth = _inbox.AddAsync(new Item(4), Stop);
        Assert.False(third.IsCompleted || fourth.IsCompleted);
        Assert.Equal([1], Take(most: 1));
        Assert.True(await third);
        Assert.False(fourth.IsCompleted);
        Assert.Equal([2, 3], Take());
        Assert.True(await fourth);
        Assert.Equal([4], Take());
    }

    [Fact]
    public async Task A_newcomer_does_not_overtake_those_who_wait()
    {
        await FillAsync();
        var third = _inbox.AddAsync(new Item(3), Stop);
        Assert.Equal([1, 2], Take());
        Assert.True(await third);
        Assert.True(await _inbox.AddAsync(new Item(4), Stop));
        Assert.Equal([3, 4], Take());
    }

    [Fact]
    public async Task A_report_that_must_happen_comes_into_a_full_inbox()
    {
        await FillAsync();
        var waiting = _inbox.AddAsync(new Item(9), Stop);
        Assert.True(_inbox.Add(new Item(3)));
        Assert.Equal([1, 2, 3], Take());
        Assert.True(await waiting);
        Assert.Equal([9], Take());
    }

    [Fact]
    public async Task Who_gives_up_waiting_is_not_let_in()
    {
        await FillAsync();
        using var patience = new CancellationTokenSource();
        var third = _inbox.AddAsync(new Item(3), patience.Token);
        var fourth = _inbox.AddAsync(new Item(4), Stop);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        Assert.Equal([1, 2], Take());
        Assert.True(await fourth);
        Assert.Equal([4], Take());
    }

    [Fact]
    public async Task Who_has_given_up_already_is_not_let_in_either()
    {
        await FillAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _inbox.AddAsync(new Item(3), new CancellationToken(canceled: true)));
        Assert.Equal([1, 2], Take());
        Assert.Equal([], Take());
    }

    [Fact]
    public async Task Closing_turns_away_those_who_wait_and_keeps_what_is_inside()
    {
        await FillAsync();
        var third = _inbox.AddAsync(new Item(3), Stop);
        _inbox.Close();
        Assert.False(await third);
        Assert.False(_inbox.Add(new Item(4)));
        Assert.False(await _inbox.AddAsync(new Item(5), Stop));
        Assert.False(_inbox.IsClosed);
        Assert.Equal([1, 2], Take());
        Assert.True(_inbox.IsClosed);
        Assert.True(_inbox.Wait(Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public async Task The_writer_sleeps_until_something_comes()
    {
        Assert.False(_inbox.Wait(TimeSpan.Zero));
        var slept = new TaskCompletionSource<bool>();
        var writer = new Thread(() => slept.SetResult(_inbox.Wait(TimeSpan.FromMinutes(1))));
        writer.Start();
        Assert.True(_inbox.Add(new Item(1)));
        Assert.True(await slept.Task.WaitAsync(Stop));
        Assert.Equal([1], Take());
    }

    [Fact]
    public async Task Nothing_is_lost_when_many_hand_over_more_than_there_are_places_for()
    {
        const int callers = 8, each = 500;
        var added = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++)
                Assert.True(i % 7 == 0 ? _inbox.Add(new Item((caller * each) + i)) : await _inbox.AddAsync(new Item((caller * each) + i), Stop));
        })).ToArray();
        var seen = new List<int>();
        while (seen.Count < callers * each && _inbox.Wait(TimeSpan.FromMinutes(1)))
            seen.AddRange(Take());
        await Task.WhenAll(added);
        Assert.Equal(Enumerable.Range(0, callers * each), seen.Order());
        for (var caller = 0; caller < callers; caller++)
            Assert.True(seen.Where(n => n / each == caller).SequenceEqual(Enumerable.Range(caller * each, each)), $"caller {caller} was overtaken by itself");
    }

    [Fact]
    public async Task The_kernel_takes_every_command_in_spite_of_a_small_inbox()
    {
        await using var kernel = await TestKernel.StartAsync(options: new KernelOptions { InboxLimit = 1 });
        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => kernel.SubmitAsync()));
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (long)i), ids.Order());
    }

    private async Task FillAsync()
    {
        Assert.True(await _inbox.AddAsync(new Item(1), Stop));
        Assert.True(await _inbox.AddAsync(new Item(2), Stop));
    }

    private List<int> Take(int most = 100)
    {
        var batch = new List<WorkItem>();
        _inbox.Take(batch, most);
        return [.. batch.Cast<Item>().Select(item => item.Number)];
    }

    private sealed class Item(int number) : WorkItem(Caller.System)
    {
        public int Number => number;

        public override bool MustHappen => false;

        public override bool HasMore => false;

        public override void LookUp(Func<IStoreReader> store, KernelState state)
        {
        }

        public override void Decide(Decision decision)
        {
        }

        public override void DecideAfterFault(Decision decision, Exception cause)
        {
        }

        public override void Refuse(Exception refusal)
        {
        }

        public override void Complete()
        {
        }

        public override void Fail(Exception failure)
        {
        }
    }
}
