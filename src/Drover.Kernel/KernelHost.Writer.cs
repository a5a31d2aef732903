using Drover.Kernel.Commands;
using Drover.Kernel.Jobs;
using Drover.Kernel.Journal;
using Drover.Kernel.State;

namespace Drover.Kernel;

public sealed partial class KernelHost
{
    /// <summary>Most commands of one batch.</summary>
    private const int BatchLimit = 256;

    /// <summary>Quiet time after which the store may tidy up.</summary>
    private static readonly TimeSpan s_idle = TimeSpan.FromMilliseconds(500);

    /// <summary>Pause after a commit that failed, before what must happen is tried again.</summary>
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(250);

    /// <summary>What the writer does after a batch.</summary>
    private enum Next
    {
        WaitForWork,
        GoOn,
        RetryLater,
    }

    private void RunWriter()
    {
        try
        {
            var batch = new List<WorkItem>(BatchLimit);
            var next = Next.WaitForWork;
            while (Collect(batch, next))
                next = RunBatch(batch);
            foreach (var item in batch)
                item.Fail(new DroverException("STOPPING", "The daemon stopped before this was recorded."));
            _ended.SetResult();
        }
        catch (Exception e)
        {
            // Whatever was decided but not written is gone with this process; the next start takes up what is on disk.
            _ended.TrySetException(e);
            _onFatal($"The writer failed: {e}");
        }
    }

    /// <summary>Waits for work and takes what is there; false when there will be no more.</summary>
    private bool Collect(List<WorkItem> batch, Next next)
    {
        _inbox.Take(batch, BatchLimit);
        if (next == Next.GoOn || (next == Next.WaitForWork && batch.Count > 0))
            return true;
        if (next == Next.RetryLater)
        {
            if (_inbox.IsClosed)
                return false;
            _inbox.Wait(s_retry);
        }
        else if (!_inbox.Wait(s_idle))
        {
            _store.CheckpointWhenIdle();
            _inbox.Wait(Timeout.InfiniteTimeSpan);
        }
        _inbox.Take(batch, BatchLimit);
        return batch.Count > 0 || !_inbox.IsClosed;
    }

    /// <summary>Decide, write, apply, publish. Leaves in <paramref name="batch"/> what has to be tried again.</summary>
    private Next RunBatch(List<WorkItem> batch)
    {
        var before = _published;
        var now = Timestamp.From(Clock);
        var decision = new Decision(before, Model, now < before.Time ? before.Time : now, _ids);
        DecideAll(batch, decision);
        decision.Caller = Caller.System;
        if (!_refusing)
            Scheduler.Advance(decision);
        try
        {
            var records = Record(before, decision);
            var rows = _rows.Rows(decision.State, decision.Events.Select(e => e.Happening));
            rows.AddRange(decision.Rows);
            if (records.Count > 0 || rows.Count > 0)
                _store.Append(_store.Head.Term, before.Sequence, records, rows);
            Publish(decision, records);
            Figures.Committed(batch.Count, records.Count);
        }
        catch (StoreException failure)
        {
            // The working state is dropped: whoever asked hears why, and nothing has happened.
            // What operations report has happened in the world all the same, so it stays for another turn.
            foreach (var item in batch)
                if (!item.MustHappen)
                    item.Fail(failure);
            batch.RemoveAll(item => !item.MustHappen);
            Figures.CommitFailed();
            return Next.RetryLater;
        }
        // Operations are under way before anybody hears of it, so that a stop that follows an answer finds them running.
        foreach (var upkeep in decision.Upkeep)
            upkeep(_store);
        foreach (var effect in decision.Effects)
            _runner.Start(effect);
        foreach (var item in batch)
            item.Complete();
        batch.Clear();
        return decision.MoreToDo ? Next.GoOn : Next.WaitForWork;
    }

    private void DecideAll(List<WorkItem> batch, Decision decision)
    {
        IStoreReader? reader = null;
        foreach (var item in batch)
        {
            var mark = decision.Mark();
            decision.Caller = item.Caller;
            try
            {
                item.LookUp(() => reader ??= _store.Read(), decision.State);
                item.Decide(decision);
            }
            catch (Exception refusal) when (refusal is not OutOfMemoryException)
            {
                decision.RollBack(mark);
                item.Refuse(refusal);
            }
        }
        reader?.Dispose();
    }

    private List<JournalRecord> Record(KernelState before, Decision decision)
    {
        var records = new List<JournalRecord>(decision.Events.Count);
        var sequence = before.Sequence;
        var hash = before.Hash;
        foreach (var (happening, actor) in decision.Events)
        {
            var (name, payload) = Model.Codec.Encode(happening);
            hash = HashChain.Next(hash.Span, ++sequence, decision.Now, actor, name, payload);
            records.Add(new JournalRecord(sequence, decision.Now, actor, name, payload, hash));
        }
        decision.State = decision.State with { Sequence = sequence, Hash = hash, Time = records.Count > 0 ? decision.Now : before.Time };
        return records;
    }

    private void Publish(Decision decision, List<JournalRecord> records)
    {
        Volatile.Write(ref _published, decision.State with
        {
            JustFinished = decision.State.JustFinished.Clear(),
        });
        Events.Publish(records);
        Watch.Changed(decision.Touched);
    }
}
