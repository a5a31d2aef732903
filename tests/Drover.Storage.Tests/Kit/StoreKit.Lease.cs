using Drover.Kernel.Journal;

namespace Drover.Storage.Tests.Kit;

public abstract partial class StoreKit
{
    [Fact]
    public async Task Each_holder_of_the_lease_has_a_higher_term_than_all_before()
    {
        long first;
        using (var store = Open())
        {
            first = (await store.AcquireAsync(Stop)).Term;
            Assert.Equal(first, store.Head.Term);
            store.Append(first, 0, Workload.Records(store.Head, 1), []);
        }
        using var again = Open();
        var second = await again.AcquireAsync(Stop);
        Assert.InRange(second.Term, first + 1, long.MaxValue);
        Assert.Equal(1, again.Head.Sequence);
        Assert.Empty(Problems(again));
    }

    [Fact]
    public async Task Who_takes_the_lease_shuts_out_the_holder_before_and_tells_him()
    {
        using var store = Open();
        var old = await store.AcquireAsync(Stop);
        Workload.Append(store, 0, old.Term);
        store.Renew(old.Term);
        Assert.False(old.Lost.IsCancellationRequested);

        var taken = await store.AcquireAsync(Stop);
        Assert.True(old.Lost.IsCancellationRequested);
        Assert.False(taken.Lost.IsCancellationRequested);
        var before = Workload.Dump(store);
        var refused = Assert.Throws<StoreException>(() => Workload.Append(store, 1, old.Term));
        Assert.Equal("STORE_FENCED", refused.Code);
        Assert.True(refused.IsFatal);
        Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => store.Cut(old.Term, 1, [])).Code);
        Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => store.Renew(old.Term)).Code);
        Assert.Equal(before, Workload.Dump(store));
        Workload.Append(store, 1, taken.Term);
        store.Renew(taken.Term);
    }

    [Fact]
    public void An_older_term_is_refused_and_a_newer_one_is_remembered()
    {
        using (var store = Open())
        {
            Workload.Append(store, 0, term: 5);
            Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => Workload.Append(store, 1, term: 4)).Code);
            store.Append(6, store.Head.Sequence, [], []);
        }
        using var again = Open();
        Assert.Equal(6, again.Head.Term);
        Assert.Equal("STORE_FENCED", Assert.Throws<StoreException>(() => Workload.Append(again, 1, term: 5)).Code);
        Workload.Append(again, 1, term: 6);
    }
}
