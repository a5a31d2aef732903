namespace Drover.People.SignIn;

/// <summary>Counts tries of many keys within a time. The memory is fixed, whoever tries what: keys share places by a hash that nobody can foresee, so that two may at worst count for each other.</summary>
/// <param name="most">Tries that a key has within the time.</param>
/// <param name="window">That time; it begins with the first one.</param>
/// <param name="clock">Measures it.</param>
internal sealed class FailureCounters(int most, TimeSpan window, TimeProvider clock)
{
    private const int Places = 8_192;

    private readonly (long Since, int Count)[] _places = new (long, int)[Places];

    /// <summary>How long a key has to wait for another try; null when it need not.</summary>
    public TimeSpan? WaitOf(string key)
    {
        var (since, count) = PlaceOf(key);
        return count < most || clock.GetElapsedTime(since) is var passed && passed >= window ? null : window - passed;
    }

    /// <summary>A try begins; it counts until it has succeeded.</summary>
    public void Add(string key)
    {
        ref var place = ref PlaceOf(key);
        if (place.Count == 0 || clock.GetElapsedTime(place.Since) >= window)
            place = (clock.GetTimestamp(), 0);
        place.Count++;
    }

    /// <summary>A try has succeeded.</summary>
    public void TakeBack(string key)
    {
        ref var place = ref PlaceOf(key);
        place.Count = Math.Max(0, place.Count - 1);
    }

    /// <summary>All tries of the key are forgotten.</summary>
    public void Forget(string key) => PlaceOf(key) = default;

    private ref (long Since, int Count) PlaceOf(string key) => ref _places[(uint)key.GetHashCode(StringComparison.Ordinal) % Places];
}
