using System.Buffers.Text;
using System.Security.Cryptography;

namespace Drover.Web.Sessions;

/// <summary>Things that a secret stands for, for a time. The secrets themselves are not kept, only their hashes; for random ones of 256 bits one round is enough.</summary>
/// <param name="most">How many there may be; the one that ends first gives way.</param>
/// <param name="clock">Says what has ended.</param>
internal sealed class SecretTable<T>(int most, TimeProvider clock)
{
    private const int SecretBytes = 32;

    private readonly Dictionary<string, (T Value, DateTimeOffset Ends)> _known = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>All that there is now, by the hashes of the secrets.</summary>
    public IReadOnlyList<(string Hash, T Value, DateTimeOffset Ends)> All
    {
        get
        {
            lock (_lock)
            {
                DropEnded_NeedsLock();
                return [.. _known.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Ends))];
            }
        }
    }

    /// <summary>Keeps a value. Answers the secret: 43 characters that need no escape in an address or a cookie.</summary>
    public string Add(T value, DateTimeOffset ends)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        Restore(SecretHash.Of(secret), value, ends);
        return secret;
    }

    /// <summary>Keeps a value whose secret was drawn before.</summary>
    public void Restore(string hash, T value, DateTimeOffset ends)
    {
        lock (_lock)
        {
            DropEnded_NeedsLock();
            if (_known.Count >= most)
                _known.Remove(_known.MinBy(pair => pair.Value.Ends).Key);
            _known[hash] = (value, ends);
        }
    }

    /// <summary>What the secret stands for; false when it is none, or its time is over.</summary>
    public bool TryFind(string secret, out T value)
    {
        lock (_lock)
        {
            var found = _known.TryGetValue(SecretHash.Of(secret), out var known) && known.Ends > clock.GetUtcNow();
            value = found ? known.Value : default!;
            return found;
        }
    }

    /// <summary>The same, and the secret is worth nothing from then on.</summary>
    public bool TryTake(string secret, out T value) => TryTakeByHash(SecretHash.Of(secret), out value);

    /// <summary>The same, by the hash of the secret.</summary>
    public bool TryTakeByHash(string hash, out T value)
    {
        lock (_lock)
        {
            var found = _known.Remove(hash, out var known) && known.Ends > clock.GetUtcNow();
            value = found ? known.Value : default!;
            return found;
        }
    }

    private void DropEnded_NeedsLock()
    {
        var now = clock.GetUtcNow();
        foreach (var (hash, known) in _known)
            if (known.Ends <= now)
                _known.Remove(hash);
    }
}
