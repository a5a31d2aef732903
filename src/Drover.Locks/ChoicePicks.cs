namespace Drover.Locks;

/// <summary>
/// Finds picks for all choosing demands of one level: for each the number that it wants, none for two of them. Of all ways to do
/// that it finds the first one, read as the places of the picks in their lists: the first demand picks as early in its list as the others
/// let it, then the second one.
/// </summary>
internal sealed class ChoicePicks
{
    private const int Nobody = -1;

    private readonly int[] _counts;
    private readonly List<string> _names = [];
    private readonly List<int> _pickedBy = []; // by candidate
    private readonly List<int>[] _free; // by demand, in the order of preference
    private readonly HashSet<int> _settled = [];

    private ChoicePicks(ReadOnlySpan<ChoosingDemand> demands, Func<int, int, bool> isFree)
    {
        _counts = new int[demands.Length];
        _free = new List<int>[demands.Length];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var demand = 0; demand < demands.Length; demand++)
        {
            _counts[demand] = demands[demand].Count;
            _free[demand] = [];
            for (var place = 0; place < demands[demand].Candidates.Length; place++)
            {
                if (!isFree(demand, place))
                    continue;
                var name = demands[demand].Candidates[place];
                if (!numbers.TryGetValue(name, out var number))
                {
                    numbers.Add(name, number = _names.Count);
                    _names.Add(name);
                    _pickedBy.Add(Nobody);
                }

                _free[demand].Add(number);
            }
        }
    }

    /// <summary>The picks, or null when there is no way.</summary>
    /// <param name="demands">All choosing demands of a level.</param>
    /// <param name="isFree">Whether a demand could have a candidate, each given by its place in the list of demands, or of candidates.</param>
    public static List<LockDemand>? Find(ReadOnlySpan<ChoosingDemand> demands, Func<int, int, bool> isFree)
    {
        var picks = new List<LockDemand>();
        for (var demand = 0; demand < demands.Length; demand++)
            if (!TakeFirst(demands, demand, isFree, picks))
                return demands.Length == 1 ? null : new ChoicePicks(demands, isFree).Find(demands);
        return picks;
    }

    /// <summary>The way of nearly all: each takes its first ones that are left. When that works, it is the answer.</summary>
    private static bool TakeFirst(ReadOnlySpan<ChoosingDemand> demands, int demand, Func<int, int, bool> isFree, List<LockDemand> picks)
    {
        var (choice, missing) = (demands[demand], demands[demand].Count);
        for (var place = 0; place < choice.Candidates.Length; place++)
        {
            if (!isFree(demand, place) || (demand > 0 && IsPicked(picks, choice.Candidates[place])))
                continue;
            picks.Add(new(choice.NameOf(place), choice.Mode));
            if (--missing == 0)
                return true;
        }

        return false;
    }

    private static bool IsPicked(List<LockDemand> picks, string name) => picks.Exists(pick => pick.Lock.Member == name);

    private List<LockDemand>? Find(ReadOnlySpan<ChoosingDemand> demands)
    {
        for (var demand = 0; demand < demands.Length; demand++)
            for (var missing = _counts[demand]; missing > 0; missing--)
                if (!PickOneMore(demand, new bool[demands.Length]))
                    return null;
        var picks = new List<LockDemand>();
        for (var demand = 0; demand < demands.Length; demand++)
            foreach (var candidate in Settle(demand))
                picks.Add(new(new(demands[demand].Level, _names[candidate]), demands[demand].Mode));
        return picks;
    }

    /// <summary>A demand picks a free candidate, or one of a demand that can pick another in its place (an augmenting path).</summary>
    private bool PickOneMore(int demand, bool[] asked)
    {
        asked[demand] = true;
        foreach (var candidate in _free[demand])
        {
            var other = _pickedBy[candidate];
            if (_settled.Contains(candidate) || (other != Nobody && (asked[other] || !PickOneMore(other, asked))))
                continue;
            _pickedBy[candidate] = demand;
            return true;
        }

        return false;
    }

    /// <summary>Turns the picks of a demand into the first possible ones, and settles them.</summary>
    private IEnumerable<int> Settle(int demand)
    {
        var missing = _counts[demand];
        foreach (var candidate in _free[demand])
        {
            if (missing == 0)
                yield break;
            if (_settled.Contains(candidate) || !CanHave(demand, candidate))
                continue;
            _settled.Add(candidate);
            missing--;
            yield return candidate;
        }
    }

    private bool CanHave(int demand, int candidate)
    {
        var other = _pickedBy[candidate];
        if (other == demand)
            return true;
        var instead = _free[demand].Find(pick => _pickedBy[pick] == demand && !_settled.Contains(pick));
        _pickedBy[instead] = Nobody;
        _pickedBy[candidate] = demand;
        _settled.Add(candidate);
        if (other == Nobody || PickOneMore(other, new bool[_counts.Length]))
            return true;
        _settled.Remove(candidate);
        _pickedBy[candidate] = other;
        _pickedBy[instead] = demand;
        return false;
    }
}
