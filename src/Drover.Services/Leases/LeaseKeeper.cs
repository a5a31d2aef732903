using Drover.Agent.Leases;
using Drover.Nodes;
using Drover.Nodes.Leases;
using Drover.Services.Telling;
using Microsoft.Extensions.Logging;

namespace Drover.Services.Leases;

/// <summary>Holds the leases of a node: asks for them when there is a change, and, while it holds some, after a quarter of their time; counts them from the moment at which it asked; and
/// tells when one is over, because the master has taken it back, or because a quarter is left and no new one has come.</summary>
/// <param name="source">Where they come from.</param>
/// <param name="guard">Sees to it that nothing outlives one.</param>
/// <param name="runDirectory">Where they are on record.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="sinceBoot">The clock by which they end.</param>
/// <param name="over">Told of a group whose lease is over, and why; on any thread.</param>
/// <param name="log">Takes what happens.</param>
internal sealed class LeaseKeeper(
    ILeaseSource source, ILeaseGuard guard, string runDirectory, TimeProvider clock, Func<TimeSpan> sinceBoot, Action<string, string> over, ILogger log) : IDisposable
{
    private const string TakenBack = "the master has taken its lease back";

    // Leases go by a clock that runs on while the machine sleeps, and timers do not.
    private static readonly TimeSpan s_longestSleep = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_mostAnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_problemTime = TimeSpan.FromSeconds(30);

    private readonly LeaseBox _box = new(runDirectory, sinceBoot);
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _wanted = [];
    private readonly Pulse _poke = new();
    private string? _guardProblem;
    private string? _toldProblem;
    private string _lastFailure = "it has not answered in time";

    /// <summary>Why this node gets no lease; null if it may get some.</summary>
    public string? Problem => guard.Problem ?? Volatile.Read(ref _guardProblem);

    /// <summary>Whether something of a group may be started at this moment.</summary>
    public bool IsGood(string group) => _box.IsGood(group);

    /// <summary>Whether a good lease of this number is held.</summary>
    public bool Holds(string group, long number) => _box.IsGood(group) && _box.Find(group)!.Number == number;

    /// <summary>Whether there is a lease of a group, be it over.</summary>
    public bool Knows(string group) => _box.Find(group) is not null;

    /// <summary>Whether there was a lease of a group, and its time is over.</summary>
    public bool HasEnded(string group) => _box.Find(group)?.HasEndedAt(sinceBoot()) == true;

    /// <summary>Nothing of a group lives that has no good lease.</summary>
    public void Release(string group) => _box.Release(group);

    /// <summary>Takes up what an earlier agent of this boot held, with a guard for it.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        _box.Open();
        if (_box.HasGood && await guard.WatchAsync(cancellationToken) is { } problem)
        {
            TellProblem(problem);
            Volatile.Write(ref _guardProblem, problem);
            End(_ => true, $"no guard of its lease can be had: {problem}");
        }
    }

    /// <summary>Asks the source once more, and waits until an answer to that is in force, or until there is none.</summary>
    public Task AskAsync(CancellationToken cancellationToken)
    {
        var answered = NewSignal();
        Want(answered);
        return answered.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Keeps them until it is cancelled. What is held then stays on record, for the next agent.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (changed, isChanged) = (source.Changed, true);
        var guarding = Task.CompletedTask;
        Task<TimeSpan?>? asking = null;
        TimeSpan? next = null;
        List<TaskCompletionSource> waiting = [];
        while (!cancellationToken.IsCancellationRequested)
        {
            var poke = _poke.Next;
            if (changed.IsCompleted)
                (changed, isChanged) = (source.Changed, true);
            if (guarding.IsCompleted && _box.HasGood && guard.Ended.IsCompleted)
                guarding = RenewGuardAsync(cancellationToken);
            EndWhatRunsDown();
            if (asking is { IsCompleted: true })
            {
                (next, asking) = (await asking, null);
                waiting.ForEach(one => one.TrySetResult());
            }
            if (asking is null)
            {
                waiting = TakeWanted();
                if (isChanged || waiting.Count > 0 || next <= sinceBoot())
                    (asking, isChanged, next) = (AskOnceAsync(cancellationToken), false, null);
            }
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            List<Task> happenings = [changed, poke, SleepAsync(next, ends.Token)];
            if (asking is not null)
                happenings.Add(asking);
            if (!guarding.IsCompleted)
                happenings.Add(guarding);
            else if (_box.HasGood)
                happenings.Add(guard.Ended);
            await Task.WhenAny(happenings);
            await ends.CancelAsync();
        }
        if (asking is not null)
            await asking;
        await guarding;
        waiting.Concat(TakeWanted()).ToList().ForEach(one => one.TrySetResult());
    }

    /// <inheritdoc/>
    public void Dispose() => guard.Dispose();

    private async Task RenewGuardAsync(CancellationToken cancellationToken)
    {
        try
        {
            LeaseLog.GuardEnded(log);
            if (await guard.WatchAsync(cancellationToken) is { } problem)
                Refuse(problem);
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }

    /// <summary>Asks, and takes the answer.</summary>
    /// <returns>When it is to be asked again without a change, by the clock of the boot; null when not.</returns>
    private async Task<TimeSpan?> AskOnceAsync(CancellationToken cancellationToken)
    {
        var asked = sinceBoot();
        var quarter = Shortest() / 4;
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            // A guard that could not be had may be there by now.
            if (Volatile.Read(ref _guardProblem) is not null)
                Volatile.Write(ref _guardProblem, await guard.WatchAsync(cancellationToken));
            TellProblem(Problem);
            var time = quarter > TimeSpan.Zero && quarter < s_mostAnswerTime ? quarter : s_mostAnswerTime;
            var grants = await source.AskAsync(Problem, ends.Token).WaitAsync(time, clock, cancellationToken);
            await TakeAsync(grants, asked, cancellationToken);
            return _box.HasGood ? asked + (Shortest() / 4) : Problem is null ? null : asked + s_problemTime;
        }
        catch (DroverException e)
        {
            _lastFailure = e.Message.TrimEnd('.');
            // Without leases there is nothing to be lost until a master comes, which is told.
            return _box.HasGood ? sinceBoot() + (quarter / 4) : null;
        }
        catch (TimeoutException)
        {
            _lastFailure = "it does not answer";
            // Without leases not often: a master of an older release never answers.
            return sinceBoot() + (_box.HasGood ? quarter / 4 : s_problemTime);
        }
        catch (OperationCanceledException)
        {
            // The node ends.
            return null;
        }
        catch (Exception e)
        {
            LeaseLog.Broken(log, e);
            return sinceBoot() + s_longestSleep;
        }
        finally
        {
            await ends.CancelAsync();
        }
    }

    private async Task TakeAsync(IReadOnlyList<LeaseGrant> grants, TimeSpan asked, CancellationToken cancellationToken)
    {
        if (grants.Count > 0)
        {
            // On record before the guard looks, and under guard before they count.
            try
            {
                _box.Note(grants, asked);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Refuse($"leases cannot be kept below \"{runDirectory}\": {e.Message.TrimEnd('.')}");
                return;
            }
            if (await guard.WatchAsync(cancellationToken) is { } problem)
            {
                Refuse(problem);
                return;
            }
        }
        foreach (var grant in _box.Count(grants, asked))
            LeaseLog.Granted(log, grant.Group, grant.Number);
        End(lease => grants.All(grant => grant.Group != lease.Group), TakenBack);
    }

    /// <summary>What cannot be guarded is not held; the master hears of it at once.</summary>
    private void Refuse(string problem)
    {
        TellProblem(problem);
        Volatile.Write(ref _guardProblem, problem);
        End(_ => true, $"no guard of its lease can be had: {problem}");
        Want(NewSignal());
    }

    private void Want(TaskCompletionSource answered)
    {
        lock (_gate)
            _wanted.Add(answered);
        _poke.Beat();
    }

    private void TellProblem(string? problem)
    {
        if (problem == _toldProblem)
            return;
        _toldProblem = problem;
        if (problem is null)
            LeaseLog.NoProblem(log);
        else
            LeaseLog.Problem(log, problem);
    }

    private void EndWhatRunsDown()
    {
        var now = sinceBoot();
        End(lease => !lease.IsGoodAt(now), $"its lease runs out, and no new one has come from the master: {_lastFailure}");
    }

    private void End(Func<HeldLease, bool> which, string reason)
    {
        foreach (var lease in _box.End(which))
        {
            LeaseLog.Over(log, lease.Group, reason);
            over(lease.Group, reason);
        }
    }

    /// <summary>The shortest time of a lease that is held; zero if there is none.</summary>
    private TimeSpan Shortest() => _box.All.Where(lease => !lease.IsOver).Select(lease => lease.Time).DefaultIfEmpty().Min();

    private List<TaskCompletionSource> TakeWanted()
    {
        lock (_gate)
        {
            List<TaskCompletionSource> wanted = [.. _wanted];
            _wanted.Clear();
            return wanted;
        }
    }

    /// <summary>Sleeps until there is something to be done.</summary>
    private async Task SleepAsync(TimeSpan? nextAsk, CancellationToken cancellationToken)
    {
        var dues = _box.All.Where(lease => !lease.IsOver).Select(lease => lease.StopsAt).ToList();
        if (nextAsk is { } ask)
            dues.Add(ask);
        // A timer may be due a moment too soon by the other clock.
        var wait = dues.Count == 0 ? Timeout.InfiniteTimeSpan
            : TimeSpan.FromTicks(Math.Clamp((dues.Min() - sinceBoot()).Ticks, TimeSpan.TicksPerMillisecond, s_longestSleep.Ticks));
        await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
