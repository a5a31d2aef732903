using Drover.Kernel.Commands;
using Drover.Kernel.Domains;
using Drover.Kernel.State;
using Drover.Kernel.Telling;
using Drover.Kernel.Tests.Chaos;
using Drover.Kernel.Tests.Jobs;
using Drover.Tests.Shared;
using Microsoft.Extensions.Logging;

namespace Drover.Kernel.Tests.Telling;

/// <summary>What the log says of the kernel's own work.</summary>
public sealed class KernelLinesTests
{
    private readonly CapturedLog _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_fault_of_a_domain_is_an_error_with_its_exception()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        await kernel.SubmitAsync("""{"OP_ID":"OP_NOTE","text":"boom"}""");
        var line = await UntilAsync(1003);
        Assert.Equal((LogLevel.Error, "the note exploded"), (line.Level, line.Cause?.Message));
        Assert.StartsWith("A fault of job 1 in ", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commits_that_fail_are_told_once_and_once_that_they_succeed_again()
    {
        var fails = false;
        await using var kernel = await TestKernel.StartAsync(store: inner => new FailingStore(inner, () => Volatile.Read(ref fails)), log: _log);
        Volatile.Write(ref fails, true);
        for (var time = 0; time < 3; time++)
            await Assert.ThrowsAnyAsync<DroverException>(() => kernel.SubmitAsync("OP_NOTE"));
        Volatile.Write(ref fails, false);
        await kernel.SubmitAsync("OP_NOTE");
        await UntilAsync(1002);
        Assert.Equal([1001, 1002], _log.Lines.Select(line => line.Id).Where(number => number is 1001 or 1002));
    }

    [Fact]
    public async Task Periodic_work_that_fails_is_told_at_first_when_it_counts_as_broken_and_when_it_succeeds_again()
    {
        var domain = new WorkingDomain();
        await using var kernel = await TestKernel.StartAsync(domain, log: _log);
        await kernel.Clock.WaitForTimerAsync(TimeSpan.FromSeconds(1), Stop);
        for (var time = 1; time <= 4; time++)
        {
            var next = domain.NextTurn;
            kernel.Clock.Advance(TimeSpan.FromSeconds(1));
            await next.WaitAsync(Stop);
        }
        domain.Fails = false;
        kernel.Clock.Advance(TimeSpan.FromSeconds(1));
        await UntilAsync(1006);
        Assert.Equal([1004, 1005, 1006], _log.Lines.Select(line => line.Id).Where(number => number is >= 1003 and <= 1006));
    }

    [Fact]
    public async Task Upkeep_is_told_when_it_is_done_and_when_it_fails()
    {
        await using var kernel = await TestKernel.StartAsync(log: _log);
        await kernel.Host.RunUpkeepAsync("count sheep", _ => false, Stop);
        await Assert.ThrowsAsync<InvalidOperationException>(() => kernel.Host.RunUpkeepAsync("count goats", _ => throw new InvalidOperationException("the goats are gone"), Stop));
        Assert.Equal((LogLevel.Warning, "Upkeep 'count goats' failed"), ((await UntilAsync(1008)).Level, (await UntilAsync(1008)).Text));
        Assert.Equal("Upkeep 'count sheep' is done", (await UntilAsync(1007)).Text);
    }

    [Fact]
    public async Task A_log_that_takes_nothing_holds_up_nobody_and_is_told_what_it_missed()
    {
        var slow = new SlowLog();
        var teller = new Teller(slow, new KernelModel(new KernelOptions(), []).EmptyState);
        teller.OnFault(new DomainFault("job 1", "locks", new InvalidOperationException()));
        await slow.Entered.WaitAsync(Stop);
        for (var i = 0; i < 1_005; i++)
            teller.OnFault(new DomainFault("job 1", "locks", new InvalidOperationException()));
        slow.GoOn.Set();
        await teller.EndAsync().WaitAsync(Stop);
        Assert.Contains("what 5 commits and faults changed was left out", Assert.Single(slow.Lines, line => line.Contains("left out", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(1_002, slow.Lines.Count);
    }

    private Task<CapturedLine> UntilAsync(int number) => _log.UntilAsync(line => line.Id == number, Stop);

    private sealed class WorkingDomain : IDomain
    {
        private TaskCompletionSource _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Fails { get; set; } = true;

        public Task NextTurn => Volatile.Read(ref _turn).Task;

        public void Describe(DomainBuilder d) => d.Periodic("count sheep", TimeSpan.FromSeconds(1), (_, _) =>
        {
            Interlocked.Exchange(ref _turn, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return Fails ? throw new InvalidOperationException("the sheep are gone") : Task.CompletedTask;
        });
    }

    /// <summary>Holds up who tells it the first line, until it may go on.</summary>
    private sealed class SlowLog : ILoggerFactory, ILogger
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim GoOn { get; } = new();

        public Task Entered => _entered.Task;

        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _entered.TrySetResult();
            GoOn.Wait(Stop);
            Lines.Add(formatter(state, exception));
        }

        public void Dispose() => GoOn.Dispose();
    }
}
