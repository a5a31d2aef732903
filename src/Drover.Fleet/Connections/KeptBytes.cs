namespace Drover.Fleet.Connections;

/// <summary>Counts what is kept of a node against a bound, so that a node cannot fill the master's memory.</summary>
/// <param name="most">The bound.</param>
internal sealed class KeptBytes(long most)
{
    /// <summary>What each piece costs beside its length on the wire.</summary>
    private const int OfEach = 256;

    private readonly Dictionary<string, long> _pieces = new(StringComparer.Ordinal);
    private long _sum;

    /// <summary>Pieces that are kept.</summary>
    public int Count => _pieces.Count;

    /// <summary>Takes a piece in, in the place of the one of that name. One for which there is no room is not kept, nor is that of before.</summary>
    /// <returns>Whether there was room.</returns>
    public bool Keep(string name, int length)
    {
        Forget(name);
        var cost = (long)length + name.Length + OfEach;
        if (_sum + cost > most)
            return false;
        _pieces.Add(name, cost);
        _sum += cost;
        return true;
    }

    /// <summary>A piece is not kept any more.</summary>
    public void Forget(string name)
    {
        if (_pieces.Remove(name, out var cost))
            _sum -= cost;
    }

    /// <summary>Nothing is.</summary>
    public void Clear()
    {
        _pieces.Clear();
        _sum = 0;
    }
}
