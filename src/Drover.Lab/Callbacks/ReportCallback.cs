using Drover.Kernel.Commands;

namespace Drover.Lab.Callbacks;

/// <summary>An observation: a call was tried. One that is done with becomes a row. False when nothing is known of it any more.</summary>
/// <param name="callback">As it is now.</param>
public sealed class ReportCallback(Callback callback) : Observation<bool>(key: null)
{
    /// <inheritdoc/>
    protected override bool Record(Decision decision)
    {
        if (decision.State.Objects.Find(Callback.Kind, callback.Key) is null)
            return false;
        if (callback.IsSent is null)
        {
            decision.Store(Callback.Kind, callback.Key, callback);
            return true;
        }
        decision.Remove(Callback.Kind, callback.Key);
        Callback.Done.Write(decision, [callback]);
        return true;
    }

    /// <inheritdoc/>
    protected override bool DecideFailed(Decision decision, Exception cause)
    {
        if (decision.State.Objects.Find(Callback.Kind, callback.Key) is not null)
            decision.Remove(Callback.Kind, callback.Key);
        return false;
    }
}
