namespace Drover.Kernel.Queries;

/// <summary>Recursive descent over the human form: <c>or</c> binds weakest, then <c>and</c>, then <c>not</c>.</summary>
internal sealed class FilterTextParser(string text)
{
    // Deep enough for people; keeps the list form below its own limit of 64 levels.
    private const int MaxNesting = 20;

    private readonly FilterTextScanner _in = new(text);
    private int _nesting;

    public QueryFilter Parse()
    {
        var filter = Or();
        if (!_in.AtEnd) throw _in.Expected("'and', 'or' or the end of the filter");
        return filter;
    }

    private QueryFilter Or()
    {
        var first = And();
        if (!_in.TakeWord("or")) return first;
        List<QueryFilter> parts = [first];
        do parts.Add(And());
        while (_in.TakeWord("or"));
        return new QueryFilter.Or(parts);
    }

    private QueryFilter And()
    {
        var first = Not();
        if (!_in.TakeWord("and")) return first;
        List<QueryFilter> parts = [first];
        do parts.Add(Not());
        while (_in.TakeWord("and"));
        return new QueryFilter.And(parts);
    }

    private QueryFilter Not()
    {
        var at = _in.Position;
        if (!_in.TakeWord("not"))
        {
            if (!_in.Take("(")) return Condition();
            Enter(at);
            var inner = Or();
            if (!_in.Take(")")) throw _in.Expected("'and', 'or' or ')'");
            _nesting--;
            return inner;
        }
        Enter(at);
        var negated = Not();
        _nesting--;
        return new QueryFilter.Not(negated);
    }

    private void Enter(int at)
    {
        if (++_nesting > MaxNesting) throw _in.Error(at, $"at most {MaxNesting} levels of parentheses and 'not' are allowed");
    }

    private QueryFilter Condition()
    {
        var at = _in.Position;
        if (_in.AtEnd || _in.PeekWord() is "and" or "or" or "in")
            throw _in.Expected("a condition, such as status == \"running\"");

        // A word may turn out to be a field or, before 'in', a value.
        var word = _in.PeekWord().ToString();
        var isValue = word.Length == 0 || char.IsAsciiDigit(word[0]) && FilterTextScanner.IsNumber(word);
        var value = isValue ? _in.Value("a condition, such as status == \"running\"") : _in.TakeWord();
        if (_in.TakeWord("in")) return new QueryFilter.Contains(FieldName(), Typed(value, word));
        if (_in.TakeWord("not"))
        {
            if (!_in.TakeWord("in")) throw _in.Expected("'in'");
            return new QueryFilter.Not(new QueryFilter.Contains(FieldName(), Typed(value, word)));
        }
        if (isValue) throw _in.Expected("'in' or 'not in' after a value");
        CheckFieldName(at, word);
        return Relation(word);
    }

    private static FieldValue Typed(FieldValue value, string word) => word switch { "true" => true, "false" => false, _ => value };

    private QueryFilter Relation(string field)
    {
        if (_in.Take("=~")) return new QueryFilter.Match(field, _in.Pattern());
        if (_in.Take("!~")) return new QueryFilter.Not(new QueryFilter.Match(field, _in.Pattern()));
        if (_in.Take("=*")) return new QueryFilter.Match(field, Glob());
        if (_in.Take("!*")) return new QueryFilter.Not(new QueryFilter.Match(field, Glob()));
        foreach (var symbol in (ReadOnlySpan<string>)["==", "!=", "<=", ">=", "<", ">", "="])
            if (_in.Take(symbol))
                return new QueryFilter.Comparison(ComparisonOperators.Parse(symbol)!.Value, field, _in.Value("a value (a number, a text, true or false)"));
        if (!_in.AtEndOfCondition) throw _in.Expected("an operator (== != < <= > >= =~ !~ =* !*), 'and', 'or' or the end of the filter");
        return new QueryFilter.Truth(field);
    }

    private FilterPattern Glob() => FilterPattern.FromGlob(_in.Quoted("a quoted name with * and ?, such as \"node*\""));

    private string FieldName()
    {
        var at = _in.Position;
        var word = _in.PeekWord().ToString();
        if (word.Length == 0) throw _in.Expected("the name of a field");
        CheckFieldName(at, word);
        _in.TakeWord();
        return word;
    }

    private void CheckFieldName(int at, string word)
    {
        if (!FieldDefinition.IsFieldName(word) || word is "true" or "false" or "and" or "or" or "not" or "in")
            throw _in.Error(at, $"'{word}' is not the name of a field (names hold a-z, 0-9, '/', '.' and '_')");
    }
}
