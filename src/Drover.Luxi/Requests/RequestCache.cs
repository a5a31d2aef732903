namespace Drover.Luxi.Requests;

/// <summary>Calls that only look, by the message that they were read from: clients ask the same again and again. Holds at most
/// <see cref="Places"/> short messages; a newer one takes the place of an older. Belongs to the loop's thread.</summary>
internal sealed class RequestCache
{
    private const int Places = 256;
    private const int LongestMessage = 1024;

    private readonly (byte[] Message, LuxiCall Call)[] _kept = new (byte[], LuxiCall)[Places];

    public LuxiCall? Find(ReadOnlySpan<byte> message)
    {
        if (message.Length > LongestMessage)
            return null;
        var (kept, call) = _kept[Place(message)];
        return kept is not null && message.SequenceEqual(kept) ? call : null;
    }

    public void Keep(ReadOnlySpan<byte> message, LuxiCall call)
    {
        if (message.Length <= LongestMessage)
            _kept[Place(message)] = (message.ToArray(), call);
    }

    private static int Place(ReadOnlySpan<byte> message)
    {
        var hash = new HashCode();
        hash.AddBytes(message);
        return (int)((uint)hash.ToHashCode() % Places);
    }
}
