using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.Tests.Jobs;
using Drover.Storage;
using Drover.Tests.Shared;

namespace Drover.Kernel.Tests;

/// <summary>Two kernels on one store: only the one that took the lease last may write.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("drk").FullName;
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource<string> _fatal = new();
    private SqliteStore _store = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _store = SqliteStore.Open(new SqliteStoreOptions { Directory = _directory, ReserveBytes = 0 }, _clock);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_kernel_whose_lease_was_taken_writes_nothing_more_and_ends()
    {
        // It does not hear of the loss, so the store must stop it.
        await using var first = await StartAsync(new Shared(_store, isDeaf: true));
        await using var second = await StartAsync(new Shared(_store, isDeaf: false));
        await second.ExecuteAsync(new SetDrainFlag(true), Caller.System, Stop);
        var written = _store.Head.Sequence;

        // As far as the first one knows this is a change.
        var refused = await Assert.ThrowsAsync<DroverException>(() => first.ExecuteAsync(new SetDrainFlag(true), Caller.System, Stop));
        Assert.Equal("STORE_LOST", refused.Code);
        Assert.Equal("STORE_FENCED", Assert.IsType<StoreException>(refused.InnerException).Code);
        Assert.Contains("another master has taken over", await _fatal.Task.WaitAsync(Stop), StringComparison.Ordinal);
        Assert.Equal(written, _store.Head.Sequence);
        await Assert.ThrowsAsync<DroverException>(() => first.ExecuteAsync(new SetDrainFlag(true), Caller.System, Stop));

        await second.ExecuteAsync(new SetDrainFlag(false), Caller.System, Stop);
        Assert.False(second.State.QueueState.Drained);
    }

    [Fact]
    public async Task A_kernel_that_is_told_of_the_loss_ends_without_trying()
    {
        await using var first = await StartAsync(new Shared(_store, isDeaf: false));
        await using var second = await StartAsync(new Shared(_store, isDeaf: false));
        Assert.Contains("taken over the lease", await _fatal.Task.WaitAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_idle_kernel_learns_of_the_loss_when_it_renews()
    {
        await using var first = await StartAsync(new Shared(_store, isDeaf: true));
        await first.RenewLeaseAsync();
        Assert.False(_fatal.Task.IsCompleted);
        await using var second = await StartAsync(new Shared(_store, isDeaf: false));
        await first.RenewLeaseAsync();
        Assert.Contains("another master has taken over", await _fatal.Task.WaitAsync(Stop), StringComparison.Ordinal);
    }

    private Task<KernelHost> StartAsync(IStore store) => KernelHost.StartAsync(
        new KernelModel(new KernelOptions(), [new TestDomain()]), store, _clock, new NoIds(), Stop, text => _fatal.TrySetResult(text));

    private sealed class NoIds : Commands.IIdSource
    {
        public string NewUuid() => throw new InvalidOperationException("Nothing here has an id.");
    }

    /// <summary>One of several users of a store: it is left open when he goes.</summary>
    private sealed class Shared(IStore store, bool isDeaf) : StoreProxy(store)
    {
        public override async Task<StoreLease> AcquireAsync(CancellationToken cancellationToken)
        {
            var lease = await base.AcquireAsync(cancellationToken);
            return isDeaf ? lease with { Lost = CancellationToken.None } : lease;
        }

        // The store belongs to the test.
        protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
    }
}
