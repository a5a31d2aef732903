using Drover.Kernel;
using Drover.Kernel.Events;
using Drover.Web.Calls;

namespace Drover.Web.Events;

/// <summary>The signals that a follower of the events has asked for, on their way into its stream.</summary>
internal sealed class SignalFeed(SignalSubscription? signals, TimeProvider clock) : IDisposable
{
    private const string AllKinds = "all";
    private const string LostKind = "signals-lost";

    /// <summary>Subscribes to what the parameter <c>signals</c> names; without it there are none.</summary>
    /// <exception cref="RequestException">It names a kind that does not exist.</exception>
    /// <exception cref="NotAllowedException">It names a kind of which nothing is for the caller.</exception>
    public static SignalFeed Open(IKernel kernel, Caller caller, string? wanted)
    {
        var signals = wanted switch
        {
            null => null,
            AllKinds => kernel.Signals.Subscribe(caller),
            _ => kernel.Signals.Subscribe(caller, Kinds(kernel, wanted)),
        };
        return new SignalFeed(signals, kernel.Clock);
    }

    /// <summary>Ends when there is a signal to write. The stream itself ends with the events, so no more signals is no end.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (signals is null || !await signals.Signals.WaitToReadAsync(cancellationToken))
            await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Writes what has come, each after the count of those that are missing before it.</summary>
    public void WriteTo(EventFrames frames)
    {
        while (signals is not null)
        {
            if (signals.TakeLost() is > 0 and var lost)
                frames.Write(new Signal(LostKind, "", Timestamp.From(clock), Count(lost)));
            if (!signals.Signals.TryRead(out var signal))
                return;
            frames.Write(signal);
        }
    }

    public void Dispose() => signals?.Dispose();

    private static string[] Kinds(IKernel kernel, string wanted)
    {
        var known = kernel.Model.Signals;
        var kinds = wanted.Split(',', StringSplitOptions.TrimEntries);
        foreach (var kind in kinds)
            if (!known.ContainsKey(kind))
                throw RequestException.Bad("PARAMETER_INVALID",
                    $"The parameter 'signals' names '{kind}', which is no kind of signal; there are {string.Join(", ", known.Keys.Order(StringComparer.Ordinal).Prepend(AllKinds))}.", "signals");
        return kinds;
    }

    private static RawJson Count(long lost) => RawJson.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("count"u8, lost);
        writer.WriteEndObject();
    });
}
