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

    private readonly TurnProgress _progress;

    /// <summary>Effects that are not started yet. The writer's own.</summary>
    private readonly List<Effect> _held = [];

    /// <summary>What the writer does after a batch.</summary>
    private enum Next
    {
        WaitForWork,
        GoOn,
        RetryLater,
    }

    private void RunWriter()
    {
        var batch = new List<WorkItem>(BatchLimit);
        try
        {
            var next = Next.WaitForWork;
            while (Collect(batch, next))
            {
                next = RunBatch(batch);
                if (_upkeep.RunStep(_store) && next == Next.WaitForWork)
                    next = Next.GoOn;
            }
            FailAll(batch, new DroverException("STOPPING", "The daemon stopped before this was recorded."));
            _ended.SetResult();
        }
        catch (Exception e)
        {
            // The store cannot be trusted any more. Whatever was decided but not written is gone with this process; the next start takes up what is on disk.
            _inbox.Close();
            FailAll(batch, new DroverException("STORE_LOST", $"The daemon ends, because its store cannot be trusted any more: {e.Message}", e));
            _ended.TrySetException(e);
            _onFatal($"The writer failed: {e}");
        }
    }

    private void FailAll(List<WorkItem> batch, DroverException reason)
    {
        _inbox.Take(batch, int.MaxValue);
        foreach (var item in batch)
            item.Fail(reason);
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
            TidyUp();
            _inbox.Wait(Timeout.InfiniteTimeSpan);
        }
        _inbox.Take(batch, BatchLimit);
        return batch.Count > 0 || !_inbox.IsClosed;
    }

    private void TidyUp()
    {
        try
        {
            _store.CheckpointWhenIdle();
        }
        catch (Exception e) when (!IsFatal(e))
        {
            Faults.Add(new DomainFault("the store", "checkpoint", e));
        }
    }

    /// <summary>Decide, write, apply, publish. Leaves in <paramref name="batch"/> what has to be tried again or is not through.</summary>
    private Next RunBatch(List<WorkItem> batch)
    {
        Decision? decision;
        try
        {
            decision = Write(batch, advances: !_refusing);
        }
        catch (Exception e) when (!IsFatal(e))
        {
            // Something of this batch can be decided, but not written. Each gets a turn of its own, so that only that one pays.
            Faults.Add(new DomainFault("a batch", "rows", e));
            RunApart(batch);
            return Next.RetryLater;
        }
        if (decision is null)
            return Next.RetryLater;
        return Conclude(batch, decision) || decision.MoreToDo ? Next.GoOn : Next.WaitForWork;
    }

    private void RunApart(List<WorkItem> batch)
    {
        var items = batch.ToArray();
        batch.Clear();
        foreach (var item in items)
        {
            List<WorkItem> alone = [item];
            Decision? decision;
            try
            {
                decision = Write(alone, advances: false);
            }
            catch (Exception e) when (!IsFatal(e))
            {
                if (!item.MustHappen)
                {
                    item.Fail(e);
                    continue;
                }
                decision = WriteFault(alone, e);
            }
            if (decision is not null)
                Conclude(alone, decision);
            batch.AddRange(alone);
        }
    }

    /// <summary>Writes that something that must be recorded cannot be recorded as it is. When not even that can be written it stays for another turn.</summary>
    private Decision? WriteFault(List<WorkItem> alone, Exception fault)
    {
        try
        {
            return Write(alone, advances: false, fault);
        }
        catch (Exception e) when (!IsFatal(e))
        {
            Faults.Add(new DomainFault(alone[0].Caller.Actor.ToString(), "report", e));
            return null;
        }
    }

    private static bool IsFatal(Exception e) => e is StoreException { IsFatal: true };

    /// <summary>Decides a batch, writes and publishes it. Null when it could not be written: those who asked have been told, and in
    /// <paramref name="batch"/> is left what must happen.</summary>
    /// <param name="batch">Commands to decide.</param>
    /// <param name="advances">Whether jobs are moved on.</param>
    /// <param name="fault">What was thrown when these commands were decided and written before; null the first time.</param>
    private Decision? Write(List<WorkItem> batch, bool advances, Exception? fault = null)
    {
        var before = _published;
        var decision = Decide(batch, before, advances, fault);
        try
        {
            var records = Record(before, decision);
            var rows = _rows.Rows(before, decision.State, decision.Events.Select(e => e.Happening));
            rows.AddRange(decision.Rows);
            TimeSpan? took = null;
            if (records.Count > 0 || rows.Count > 0)
            {
                var began = Clock.GetTimestamp();
                _store.Append(_lease.Term, before.Sequence, records, rows);
                took = Clock.GetElapsedTime(began);
            }
            // Before anybody hears of it, so that whoever has heard finds it counted.
            Figures.Committed(batch.Count, records.Count);
            _instruments.Committed(batch.Count, took);
            _jobInstruments.Committed(decision);
            Publish(decision, records, rows);
            return decision;
        }
        catch (StoreException failure) when (!failure.IsFatal)
        {
            // The working state is dropped: whoever asked hears why, and nothing has happened.
            // What operations report has happened in the world all the same, so it stays for another turn.
            foreach (var item in batch)
                if (!item.MustHappen)
                    item.Fail(failure);
            batch.RemoveAll(item => !item.MustHappen);
            Figures.CommitFailed();
            _teller.OnCommitFailed(failure);
            return null;
        }
    }

    /// <summary>What follows once a batch is durable. Leaves in <paramref name="batch"/> commands that have more to decide; true when there are such.</summary>
    private bool Conclude(List<WorkItem> batch, Decision decision)
    {
        // Operations are under way before anybody hears of it, so that a stop that follows an answer finds them running.
        Start(decision.Effects);
        foreach (var item in batch)
            if (!item.HasMore)
                item.Complete();
        batch.RemoveAll(item => !item.HasMore);
        return batch.Count > 0;
    }

    /// <summary>Begins operations. What recovery gives leave to waits until the controllers run that it may need.</summary>
    private void Start(IReadOnlyList<Effect> effects)
    {
        _held.AddRange(effects);
        if (!_opened)
            return;
        foreach (var effect in _held)
            _runner.Start(effect);
        _held.Clear();
    }

    private Decision Decide(List<WorkItem> batch, KernelState before, bool advances, Exception? fault)
    {
        var now = Timestamp.From(Clock);
        var decision = new Decision(before, Model, now < before.Time ? before.Time : now, _ids, _progress);
        try
        {
            DecideAll(batch, decision, fault);
            decision.Caller = Caller.System;
            if (advances)
                Scheduler.Advance(decision);
        }
        finally
        {
            decision.Close();
            _progress.Leave();
        }
        foreach (var found in decision.Faults)
            Faults.Add(found);
        return decision;
    }

    private void DecideAll(List<WorkItem> batch, Decision decision, Exception? fault)
    {
        IStoreReader? reader = null;
        foreach (var item in batch)
        {
            var mark = decision.Mark();
            decision.Caller = item.Caller;
            if (fault is not null)
            {
                DecideAfterFault(item, decision, fault);
                continue;
            }
            try
            {
                item.LookUp(() => reader ??= _store.Read(), decision.State);
                item.Decide(decision);
            }
            catch (Exception refusal)
            {
                decision.RollBack(mark);
                if (item.MustHappen)
                    DecideAfterFault(item, decision, refusal);
                else
                    item.Refuse(refusal);
            }
        }
        reader?.Dispose();
    }

    /// <summary>What must be recorded is recorded otherwise when it cannot be decided as it is.</summary>
    private static void DecideAfterFault(WorkItem item, Decision decision, Exception cause)
    {
        if (cause is not DroverException)
            decision.Faults.Add(new DomainFault(item.Caller.Actor.ToString(), "report", cause));
        var mark = decision.Mark();
        try
        {
            item.DecideAfterFault(decision, cause);
        }
        catch (Exception refusal)
        {
            decision.RollBack(mark);
            item.Refuse(refusal);
        }
    }

    private static List<JournalRecord> Record(KernelState before, Decision decision)
    {
        var records = new List<JournalRecord>(decision.Events.Count);
        var sequence = before.Sequence;
        var hash = before.Hash;
        foreach (var decided in decision.Events)
        {
            records.Add(HashChain.Link(hash, ++sequence, decision.Now, decided.Actor, decided.Kind, decided.Payload));
            hash = records[^1].Hash;
        }
        decision.State = decision.State with { Sequence = sequence, Hash = hash, Time = records.Count > 0 ? decision.Now : before.Time };
        return records;
    }

    private void Publish(Decision decision, List<JournalRecord> records, List<RowChange> rows)
    {
        // Who waited for a job often looks at it next.
        foreach (var row in rows)
            if (row is JobRow { Phase: JobPhase.Finished } finished && decision.State.JustFinished.TryGetValue(finished.Id, out var job))
                Bodies.Add(job, finished.Body.Length);
        Volatile.Write(ref _published, Applier.Settle(decision.State));
        Events.Publish(records);
        Watch.Changed(decision.Touched);
        _teller.OnCommitted(decision);
    }
}
