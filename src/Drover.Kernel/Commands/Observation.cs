using Drover.Kernel.Journal;

namespace Drover.Kernel.Commands;

/// <summary>Something that has happened in the world and must be recorded: a worker said that a test ended, a node went silent. It is never
/// dropped: when a commit fails it is decided again, and when its decision fails <see cref="DecideFailed"/> records that.</summary>
/// <param name="key">Tells one observation from another: the same key is recorded once, as long as tokens are remembered. Null when repeating does no harm.</param>
public abstract class Observation<TAnswer>(string? key) : Command<TAnswer?>
{
    private bool _isKnown;

    internal sealed override bool MustHappen => true;

    /// <summary>Records it.</summary>
    protected abstract TAnswer Record(Decision decision);

    /// <summary>Records that it could not be recorded as it is.</summary>
    /// <param name="decision">The turn, without anything that <see cref="Record"/> did.</param>
    /// <param name="cause">What <see cref="Record"/> threw.</param>
    protected abstract TAnswer? DecideFailed(Decision decision, Exception cause);

    /// <inheritdoc/>
    protected internal sealed override void LookUp(Func<IStoreReader> store, State.KernelState state, Caller caller) =>
        _isKnown = key is not null && store().Token(caller.Principal.ToString(), TokenOf(key)) is not null;

    /// <inheritdoc/>
    protected internal sealed override TAnswer? Decide(Decision decision)
    {
        if (IsKnown(decision))
            return default;
        var answer = Record(decision);
        Remember(decision);
        return answer;
    }

    internal sealed override TAnswer? DecideAfterFault(Decision decision, Exception cause)
    {
        var answer = DecideFailed(decision, cause);
        Remember(decision);
        return answer;
    }

    private bool IsKnown(Decision decision) =>
        _isKnown || (key is not null && decision.Rows.OfType<TokenRow>().Any(row => row.Principal == decision.Caller.Principal.ToString() && row.Token == TokenOf(key)));

    private void Remember(Decision decision)
    {
        if (key is not null)
            decision.Write(new TokenRow(decision.Caller.Principal.ToString(), TokenOf(key), decision.Now, ReadOnlyMemory<byte>.Empty, "null"u8.ToArray()));
    }

    // Tokens of clients cannot have this form: they are printable.
    private static string TokenOf(string key) => "\u0001" + key;
}
