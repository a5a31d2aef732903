using Drover.Kernel;
using Drover.Lab.TestJobs;

namespace Drover.Lab.Results;

/// <summary>Records the results of one test job in the order in which they came. What comes while others are on their way to the disk goes together after them: then one sync of the log and
/// one commit serve many lines.</summary>
/// <param name="kernel">Records.</param>
/// <param name="sync">Makes durable what stands in the log: results may not say what the log has lost.</param>
internal sealed class ResultIntake(IKernel kernel, Func<Task> sync)
{
    // So that no turn of the kernel gets long.
    private const int MostAtOnce = 4_096;

    private readonly Lock _gate = new();
    private readonly Queue<Batch> _waiting = [];
    private bool _isBusy;

    /// <summary>Records results. They stand in the log already. Who brings them does not wait for the disk.</summary>
    /// <param name="results">The results.</param>
    /// <param name="verdict">The verdict among them, or null.</param>
    /// <returns>The verdict, as soon as they are durable.</returns>
    public async Task<TestJobEnd?> RecordAsync(IReadOnlyList<TestResult> results, TestJobEnd? verdict)
    {
        var batch = new Batch(results);
        bool isFirst;
        lock (_gate)
        {
            _waiting.Enqueue(batch);
            isFirst = !_isBusy;
            _isBusy = true;
        }
        if (!isFirst && !await batch.Turn.Task)
            return verdict;
        await RecordAsync(TakeTogether());
        return verdict;
    }

    /// <summary>Returns when all that came before is recorded, or cannot be: who brought it hears of that.</summary>
    public async Task FlushAsync() => await ((Task)RecordAsync([], null)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RecordAsync(List<Batch> batches)
    {
        try
        {
            List<TestResult> results = [.. batches.SelectMany(batch => batch.Results)];
            if (results.Count > 0)
            {
                await sync();
                await kernel.ExecuteAsync(new RecordResults(results), Caller.System, CancellationToken.None);
            }
            foreach (var other in batches.Skip(1))
                other.Turn.SetResult(false);
        }
        catch (Exception e)
        {
            foreach (var other in batches.Skip(1))
                other.Turn.TrySetException(e);
            throw;
        }
        finally
        {
            PassOn();
        }
    }

    /// <summary>The batch whose turn it is, and those behind it that go with it.</summary>
    private List<Batch> TakeTogether()
    {
        lock (_gate)
        {
            var (batches, results) = (new List<Batch>(), 0);
            while (_waiting.TryPeek(out var next) && (batches.Count == 0 || results + next.Results.Count <= MostAtOnce))
            {
                batches.Add(_waiting.Dequeue());
                results += next.Results.Count;
            }
            return batches;
        }
    }

    private void PassOn()
    {
        lock (_gate)
        {
            if (_waiting.TryPeek(out var next))
                next.Turn.SetResult(true);
            else
                _isBusy = false;
        }
    }

    private sealed record Batch(IReadOnlyList<TestResult> Results)
    {
        /// <summary>True when it is its turn to record, false when it was recorded with others.</summary>
        public TaskCompletionSource<bool> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
