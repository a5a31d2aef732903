using System.Runtime.CompilerServices;

namespace Drover.Jinja.Syntax;

/// <summary>Which names a scope - a template, a block, the body of a loop - reads and sets, in the order of the text. Jinja2 decides from it, before anything runs,
/// that a name which a scope sets before it reads it is the scope's own from the beginning: a loop that stands before the <c>set</c> does not see a variable of the caller.</summary>
internal sealed class ScopeNames
{
    private readonly ScopeNames? _outer;
    private readonly List<ScopeNames> _inner = [];
    private readonly Stack<List<Use>> _branches = new([[]]);
    private readonly Table _table = new([], []);

    public ScopeNames() { }

    private ScopeNames(ScopeNames outer) => _outer = outer;

    /// <summary>The scope of something that stands in this one.</summary>
    public ScopeNames Inner()
    {
        var inner = new ScopeNames(this);
        _inner.Add(inner);
        return inner;
    }

    public void Read(string name) => _branches.Peek().Add(new Use(name, IsSet: false, null));

    public void Set(string name) => _branches.Peek().Add(new Use(name, IsSet: true, null));

    /// <summary>What follows is read and set on one way through an <c>if</c> alone, until <see cref="EndBranch"/>.</summary>
    public void BeginBranch() => _branches.Push([]);

    public List<Use> EndBranch() => _branches.Pop();

    /// <summary>The ways through an <c>if</c>: its body, what follows its <c>elif</c>s, and its <c>else</c>.</summary>
    public void Branches(List<Use> body, List<Use> others, List<Use> otherwise) => _branches.Peek().Add(new Use("", IsSet: false, [body, others, otherwise]));

    /// <summary>Whether the name is undefined here until it is set, whatever it is outside.</summary>
    public bool Hides(string name) => _table.Loads.TryGetValue(name, out var load) && load == Load.Nothing;

    /// <summary>Decides, once all is read, for this scope and those in it.</summary>
    public void Settle()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        Follow(_branches.Peek(), _table);
        foreach (var inner in _inner)
            inner.Settle();
    }

    // Whether a scope around this one uses the name, in whatever place.
    private bool IsKnownOutside(string name)
    {
        for (var scope = _outer; scope is not null; scope = scope._outer)
        {
            if (scope._table.Loads.ContainsKey(name))
                return true;
        }
        return false;
    }

    private void Follow(List<Use> uses, Table table)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (var (name, isSet, ways) in uses)
        {
            if (ways is not null)
                Merge(ways, table);
            else if (isSet)
            {
                table.Sets.Add(name);
                table.Loads.TryAdd(name, IsKnownOutside(name) ? Load.Outside : Load.Nothing);
            }
            else if (!IsKnownOutside(name))
                table.Loads.TryAdd(name, Load.Outside);
        }
    }

    private void Merge(List<Use>[] ways, Table table)
    {
        var copies = ways.Select(way =>
        {
            var copy = new Table(new(table.Loads), [.. table.Sets]);
            Follow(way, copy);
            return copy;
        }).ToList();
        // What is set on some ways only keeps its value from outside on the others.
        var partly = copies.SelectMany(copy => copy.Sets.Except(table.Sets)).GroupBy(name => name).Where(group => group.Count() < ways.Length).Select(group => group.Key).ToList();
        foreach (var copy in copies)
        {
            foreach (var (name, load) in copy.Loads)
                table.Loads[name] = load;
            table.Sets.UnionWith(copy.Sets);
        }
        foreach (var name in partly)
            table.Loads[name] = Load.Outside;
    }

    /// <summary>A name that is read or set, or the ways through an <c>if</c>.</summary>
    internal sealed record Use(string Name, bool IsSet, List<Use>[]? Ways);

    private enum Load
    {
        Outside,
        Nothing,
    }

    private sealed record Table(Dictionary<string, Load> Loads, HashSet<string> Sets);
}
