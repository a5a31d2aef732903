namespace Drover.Kernel.Queries;

/// <summary>Turns a filter into composed closures, once per query.</summary>
internal sealed class FilterCompiler<TRow>(Resource<TRow> resource, VisibleFields<TRow> fields, FilterRules rules) where TRow : notnull
{
    private bool _firstPass;

    /// <summary>Whether the filters compiled so far read live fields.</summary>
    public bool UsesLive { get; private set; }

    /// <exception cref="QueryException">A field does not exist, or a value does not fit its field.</exception>
    public Func<QueryContext, TRow, bool> Compile(QueryFilter filter) => Build(filter, positive: true);

    /// <summary>A filter for the time before live values are known: lets every row pass that the full filter might let pass.</summary>
    public Func<QueryContext, TRow, bool> CompileFirstPass(QueryFilter filter)
    {
        _firstPass = true;
        return Build(filter, positive: true);
    }

    // 'positive' says under how many negations the condition stands. What is not known yet counts as true there, or as false
    // below an odd number of them, so that in sum it always lets the row pass.
    private Func<QueryContext, TRow, bool> Build(QueryFilter filter, bool positive)
    {
        switch (filter)
        {
            case QueryFilter.And and: return All(Build(and.Parts, positive));
            case QueryFilter.Or or: return Any(Build(or.Parts, positive));
            case QueryFilter.Not not:
                var inner = Build(not.Inner, !positive);
                return (context, row) => !inner(context, row);
            case QueryFilter.Truth truth: return Leaf(truth.Field, positive, f => CellTests.Truth(rules));
            case QueryFilter.Comparison comparison:
                return Leaf(comparison.Field, positive, f => CellTests.Comparison(f, comparison.Operator, comparison.Value, rules));
            case QueryFilter.Match match: return Leaf(match.Field, positive, f => CellTests.Match(match.Pattern, rules));
            case QueryFilter.Contains contains:
                return Leaf(contains.Field, positive, f => CellTests.Contains(f, contains.Value, rules));
            default: throw new InvalidOperationException($"Filter node {filter.GetType().Name} is not known.");
        }
    }

    private Func<QueryContext, TRow, bool>[] Build(IReadOnlyList<QueryFilter> parts, bool positive)
    {
        var tests = new Func<QueryContext, TRow, bool>[parts.Count];
        for (var i = 0; i < tests.Length; i++) tests[i] = Build(parts[i], positive);
        return tests;
    }

    private Func<QueryContext, TRow, bool> Leaf(string name, bool positive, Func<FieldDefinition, Func<FieldValue, bool>> makeTest)
    {
        var field = fields.Find(name) ?? throw resource.FieldNotFound(name);
        var test = makeTest(field.Definition);
        if (field.Definition.IsLive)
        {
            UsesLive = true;
            if (_firstPass) return (_, _) => positive;
        }
        var read = field.Read;
        return (context, row) => test(read(context, row));
    }

    private static Func<QueryContext, TRow, bool> All(Func<QueryContext, TRow, bool>[] tests)
    {
        if (tests is [var a, var b]) return (context, row) => a(context, row) && b(context, row);
        return (context, row) =>
        {
            foreach (var test in tests)
                if (!test(context, row)) return false;
            return true;
        };
    }

    private static Func<QueryContext, TRow, bool> Any(Func<QueryContext, TRow, bool>[] tests)
    {
        if (tests is [var a, var b]) return (context, row) => a(context, row) || b(context, row);
        return (context, row) =>
        {
            foreach (var test in tests)
                if (test(context, row)) return true;
            return false;
        };
    }
}
