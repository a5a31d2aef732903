namespace Drover.Jinja.Syntax;

/// <summary>Keeps what a parser meets of names: in which scope it is, whether a <c>loop</c> is asked for, whether the way that it is on may never be gone.</summary>
internal sealed class NameRecorder
{
    private readonly Stack<ScopeNames> _scopes = new([new ScopeNames()]);
    private readonly Stack<bool> _loops = new([false]);
    private int _loopDepth;

    public ScopeNames Scope => _scopes.Peek();

    /// <summary>How many <c>if</c>s of this scope are around the place. What they guard may name filters that do not exist.</summary>
    public int Conditions { get; set; }

    /// <summary>Whether this is the template's own level: no block, no loop around it.</summary>
    public bool IsTop => _scopes.Count == 1;

    /// <summary>Whether a loop is around the place, also around the block that it is in.</summary>
    public bool IsInLoop => _loopDepth > 0;

    public void Read(string name)
    {
        Scope.Read(name);
        if (name == "loop")
            UseLoop();
    }

    /// <summary>The loop around this place needs its <c>loop</c>.</summary>
    public void UseLoop()
    {
        _loops.Pop();
        _loops.Push(true);
    }

    /// <summary>Parses something that is a scope in this one, or one of its own.</summary>
    public T In<T>(ScopeNames scope, Func<T> parse)
    {
        var conditions = Conditions;
        Conditions = 0;
        _scopes.Push(scope);
        var parsed = parse();
        _scopes.Pop();
        Conditions = conditions;
        return parsed;
    }

    /// <summary>Parses the body of a loop and says whether it uses <c>loop</c>; loops around it are then known to use theirs too.</summary>
    public (T Body, bool IsUsed) InLoop<T>(Func<T> parse)
    {
        _loops.Push(false);
        _loopDepth++;
        var body = parse();
        _loopDepth--;
        var isUsed = _loops.Pop();
        if (isUsed)
            UseLoop();
        return (body, isUsed);
    }

    /// <summary>Parses a block, which does not see the loops around it.</summary>
    public T OutsideLoops<T>(Func<T> parse)
    {
        _loops.Push(false);
        var parsed = parse();
        _loops.Pop();
        return parsed;
    }
}
