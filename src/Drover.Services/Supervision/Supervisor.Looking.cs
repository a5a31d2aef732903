using System.Collections.Immutable;
using Drover.Services.Cltab;
using Drover.Services.Telling;

namespace Drover.Services.Supervision;

/// <summary>Looking at the cltab. It counts when it is whole: it has stood still for a moment, and while it was read. What needs it waits for that, in
/// the order in which it came, and holds up nothing else.</summary>
public sealed partial class Supervisor
{
    private readonly Queue<Action<CltabLook>> _forWhole = new();
    private ITimer? _lookAgain;
    private ImmutableArray<FileStamp> _whole = [];
    private bool _waitsNoMore;

    /// <summary>Runs something on the loop with the cltab as it is, once what an earlier daemon left is known, and gives its answer.</summary>
    private async Task<T> AskWithCltabAsync<T>(Func<CltabLook, T> ask, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        return await PutWithCltabAsync(ask, cancellationToken);
    }

    private Task<T> PutWithCltabAsync<T>(Func<CltabLook, T> ask, CancellationToken cancellationToken) =>
        PutAsync<T>(answer => WhenWhole(look => Answer(answer, () => ask(look))), cancellationToken);

    /// <summary>Runs something after all that waits for the cltab by now, and gives its answer.</summary>
    private async Task<T> AskInTurnAsync<T>(Func<T> ask, CancellationToken cancellationToken)
    {
        await _ready.Task.WaitAsync(cancellationToken);
        return await PutAsync<T>(answer =>
        {
            if (_forWhole.Count > 0)
                _forWhole.Enqueue(_ => Answer(answer, ask));
            else
                Answer(answer, ask);
        }, cancellationToken);
    }

    private void WhenWhole(Action<CltabLook> act)
    {
        _forWhole.Enqueue(act);
        if (_forWhole.Count > 1)
            return;
        var look = Look();
        if (IsWhole(look))
            GoOn(look);
        else if (_waitsNoMore)
            GoOn(StillWritten());
        else
            LookAgain(look, Now + _options.CltabSettleLimit);
    }

    private void LookAgain(CltabLook before, TimeSpan until)
    {
        _lookAgain?.Dispose();
        _lookAgain = _clock.CreateTimer(_ => _inbox.Writer.TryWrite(() =>
        {
            var look = Look();
            if (IsWhole(look) || look.IsSameAs(before))
                GoOn(look);
            else if (Now >= until)
                GoOn(StillWritten());
            else
                LookAgain(look, until);
        }), null, _options.CltabSettleTime, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Does what has waited.</summary>
    private void GoOn(CltabLook look)
    {
        if (look.Problem is null)
            _whole = look.Stamps;
        while (_forWhole.TryDequeue(out var act))
        {
            try
            {
                act(look);
            }
            catch (Exception e)
            {
                ServiceLog.Broken(_log, e);
            }
        }
    }

    /// <summary>From now on nothing waits for the cltab: the supervisor ends.</summary>
    private void WaitNoMore()
    {
        _waitsNoMore = true;
        _lookAgain?.Dispose();
        GoOn(StillWritten());
    }

    private bool IsWhole(CltabLook look) => look.Problem is not null
        || (look.IsSteady && look.Stamps.SequenceEqual(_whole))
        || look.HasSettled(_clock.GetUtcNow(), _options.CltabSettleTime);

    private CltabLook Look()
    {
        try
        {
            return _options.CltabPath is { } path ? CltabLook.At(CltabSource.Read(path, _options.DaemonUser, _files), OfCluster)
                : OfCluster is not null || _agent is not null ? CltabLook.At(CltabSource.None, OfCluster)
                : CltabLook.Failed(new CltabException("CLTAB_MISSING", "No cltab is configured: start droverd with --cltab FILE."));
        }
        catch (CltabException refusal)
        {
            return CltabLook.Failed(refusal);
        }
    }

    private CltabLook StillWritten() => CltabLook.Failed(new CltabException("CLTAB_BEING_WRITTEN",
        $"{_options.CltabPath} is being written, and counts once it has stood still for {_options.CltabSettleTime.TotalSeconds} s."));
}
