using System.Numerics;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>The functions that every template has.</summary>
internal static class Globals
{
    private static readonly Signature s_range = new("range", 1, "start", "stop", "step");
    private static readonly FunctionValue s_rangeFunction = new("range", "function", Range);
    private static readonly FunctionValue s_dictFunction = new("dict", "type", Dict);

    public static object? Find(string name) => name switch
    {
        "range" => s_rangeFunction,
        "dict" => s_dictFunction,
        "namespace" or "cycler" or "joiner" or "lipsum" => new FunctionValue(name, "type", (_, _) => throw new TemplateFault($"'{name}()' is not supported in templates here.")),
        _ => null,
    };

    private static RangeValue Range(Budget budget, Arguments arguments)
    {
        var bound = s_range.Bind(arguments);
        BigInteger At(int place, BigInteger otherwise) => !Signature.IsGiven(bound[place]) ? otherwise
            : Numbers.TryWhole(bound[place], out var number) ? number
            : bound[place] is Undefined missing ? throw missing.Fault()
            : throw new TemplateFault($"'range' needs whole numbers, and is given a value of type {TypeNames.Of(bound[place])}.");
        return Signature.IsGiven(bound[1]) ? new RangeValue(At(0, 0), At(1, 0), At(2, 1)) : new RangeValue(0, At(0, 0), 1);
    }

    private static DictValue Dict(Budget budget, Arguments arguments)
    {
        if (arguments.Positional.Count > 1)
            throw new TemplateFault("'dict' takes at most one value besides those with names.");
        var entries = arguments.Positional.SelectMany(value => value is DictValue dict ? dict.Entries : Iteration.Of(budget, value).Select(pair => Pair(budget, pair)));
        return new DictValue(entries.Concat(arguments.Named.Select(entry => new KeyValuePair<object?, object?>(entry.Key, entry.Value))));
    }

    private static KeyValuePair<object?, object?> Pair(Budget budget, object? value) =>
        Iteration.Of(budget, value).Take(3).ToList() is [var key, var item] ? new(key, item) : throw new TemplateFault("'dict' needs pairs of a key and a value.");
}
