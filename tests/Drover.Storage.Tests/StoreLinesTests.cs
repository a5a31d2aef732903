using Drover.Kernel.Journal;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Storage.Tests;

/// <summary>What the log says of the store.</summary>
public sealed class StoreLinesTests : IDisposable
{
    private readonly TestDirectory _directory = new();
    private readonly FakeTime _time = new();
    private readonly CapturedLog _log = new();
    private long _free = 1L << 30;

    private IEnumerable<int> Numbers => _log.Lines.Select(line => line.Id);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Space_is_told_when_it_gets_low_and_when_there_is_room_again_and_not_when_it_is_asked_for()
    {
        using var store = Open();
        foreach (var free in new[] { 1L << 30, 0, 0, 1L << 30, 1L << 30 })
        {
            _free = free;
            _time.Advance(TimeSpan.FromSeconds(1));
            _ = store.Health;
            _ = store.Health;
        }
        Assert.Equal([1100, 1105, 1106], Numbers);
    }

    [Fact]
    public void A_full_disk_is_an_error_and_its_end_is_told()
    {
        using var store = Open(pageLimit: 150);
        for (var batch = 0; store.Health == StoreHealth.Ok; batch++)
            Workload.Append(store, batch);
        Assert.Equal([(1107, LogLevel.Error), (1105, LogLevel.Warning)], _log.Lines.Skip(1).Where(line => line.Level > LogLevel.Debug).Select(line => (line.Id, line.Level)));
    }

    [Fact]
    public async Task Who_leads_and_who_was_fenced_is_told()
    {
        using var store = Open();
        var first = await store.AcquireAsync(TestContext.Current.CancellationToken);
        var second = await store.AcquireAsync(TestContext.Current.CancellationToken);
        Assert.ThrowsAny<StoreException>(() => store.Renew(first.Term));
        store.Renew(second.Term);
        Assert.Equal([1100, 1102, 1102, 1103], Numbers);
        Assert.EndsWith($"term {first.Term}, but the store has seen term {second.Term}: another daemon leads", _log.Lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_should_know_at_the_start_is_a_warning()
    {
        using (Open())
        {
        }
        File.WriteAllText(_directory.File("state/head"), "rubbish");
        using var store = Open();
        Assert.Equal(store.Warnings, _log.Lines.Where(line => line is { Id: 1101, Level: LogLevel.Warning }).Select(line => line.Text));
        Assert.Single(store.Warnings);
    }

    private SqliteStore Open(long? pageLimit = null) => SqliteStore.Open(
        new SqliteStoreOptions { Directory = _directory.State, ReserveBytes = 64 * 4096, PageLimit = pageLimit, FreeBytes = () => _free }, _time, _log);
}
