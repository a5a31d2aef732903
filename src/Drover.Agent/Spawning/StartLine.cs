using System.Collections.Concurrent;

namespace Drover.Agent.Spawning;

/// <summary>Many starts in a row. The calling thread spawns one after another, which mostly means to wait for the kernel; a second thread
/// writes records and opens logs ahead of it, a third one takes care of what runs. The order of the processes is that of the list.</summary>
internal static class StartLine
{
    /// <summary>Fewer are done sooner by one thread.</summary>
    private const int LeastForThreads = 4;

    /// <summary>How many are handed on together. A thread that waits for the next one turns round for a while before it sleeps, and where there
    /// are few processors it takes them from the processes that are being started: so it waits seldom.</summary>
    private const int Together = 16;

    /// <summary>How many batches may be prepared and not yet spawned: each start holds a descriptor.</summary>
    private const int Ahead = 2;

    internal static IReadOnlyList<StartOutcome> Run(
        IReadOnlyList<ProcessSpec> specs, Func<ProcessSpec, PendingStart> prepare, Action<PendingStart> spawn, Func<PendingStart, ProcessView> take)
    {
        var outcomes = new StartOutcome[specs.Count];
        if (specs.Count < LeastForThreads)
        {
            for (var i = 0; i < specs.Count; i++)
                Step(i, specs[i], spec => { var start = prepare(spec); spawn(start); outcomes[i] = new StartOutcome(take(start)); });
            return outcomes;
        }

        using var prepared = new BlockingCollection<List<(int Index, PendingStart Start)>>(Ahead);
        // Without a bound: the spawning thread must never wait for one that has failed.
        using var spawned = new BlockingCollection<List<(int Index, PendingStart Start)>>();
        var preparing = OnThread(() =>
        {
            foreach (var some in Enumerable.Range(0, specs.Count).Chunk(Together))
            {
                List<(int, PendingStart)> batch = [];
                try
                {
                    foreach (var i in some)
                        Step(i, specs[i], spec => batch.Add((i, prepare(spec))));
                }
                finally
                {
                    prepared.Add(batch);
                }
            }
        }, prepared.CompleteAdding);
        var taking = OnThread(() =>
        {
            foreach (var (index, start) in spawned.GetConsumingEnumerable().SelectMany(batch => batch))
                Step(index, start, ready => outcomes[index] = new StartOutcome(take(ready)));
        }, () => { });
        foreach (var batch in prepared.GetConsumingEnumerable())
        {
            List<(int, PendingStart)> alive = [];
            foreach (var (index, start) in batch)
                Step(index, start, ready =>
                {
                    spawn(ready);
                    alive.Add((index, ready));
                });
            spawned.Add(alive);
        }
        spawned.CompleteAdding();
        Task.WaitAll(preparing, taking);
        return outcomes;

        void Step<T>(int index, T item, Action<T> step)
        {
            try
            {
                step(item);
            }
            catch (Exception e) when (e is AgentException or IOException or UnauthorizedAccessException)
            {
                outcomes[index] = new StartOutcome(null, e.Message);
            }
        }
    }

    private static Task OnThread(Action work, Action atEnd) => Task.Factory.StartNew(() =>
    {
        try
        {
            work();
        }
        finally
        {
            atEnd();
        }
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
