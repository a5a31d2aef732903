using System.Collections.Frozen;
using System.Numerics;
using Drover.Jinja.Expressions;
using Drover.Jinja.Filters;
using Drover.Jinja.Values;

namespace Drover.Jinja.Checks;

/// <summary>The tests by name.</summary>
internal static class CheckTable
{
    private static readonly FrozenDictionary<string, Check> s_checks = new Dictionary<string, Check>
    {
        ["defined"] = Plain("defined", value => value is not Undefined),
        ["undefined"] = Plain("undefined", value => value is Undefined),
        ["none"] = Plain("none", value => value is null),
        ["boolean"] = Plain("boolean", value => value is bool),
        ["true"] = Plain("true", value => value is true),
        ["false"] = Plain("false", value => value is false),
        ["string"] = Plain("string", value => value is string),
        ["number"] = Plain("number", Numbers.Is),
        ["integer"] = Plain("integer", value => value is BigInteger),
        ["float"] = Plain("float", value => value is double),
        ["mapping"] = Plain("mapping", value => value is DictValue),
        ["sequence"] = Plain("sequence", value => value is string or SequenceValue or DictValue or RangeValue or Undefined),
        ["iterable"] = Plain("iterable", Iteration.IsPossible),
        ["callable"] = Plain("callable", value => value is ICallable or Undefined),
        ["lower"] = Plain("lower", value => Methods.TextCase.IsLower(Printing.Text(value))),
        ["upper"] = Plain("upper", value => Methods.TextCase.IsUpper(Printing.Text(value))),
        ["even"] = Plain("even", value => Equality.Equal(Rest(value, new BigInteger(2)), BigInteger.Zero)),
        ["odd"] = Plain("odd", value => Equality.Equal(Rest(value, new BigInteger(2)), BigInteger.One)),
        ["divisibleby"] = With("divisibleby", "num", (_, value, divisor) => Equality.Equal(Rest(value, divisor), BigInteger.Zero)),
        ["sameas"] = With("sameas", "other", (_, value, other) => IsSame(value, other)),
        ["in"] = With("in", "seq", (budget, value, container) => Iteration.Contains(budget, container, value)),
        ["filter"] = Plain("filter", value => value is string name && FilterTable.WhyNot(name) is null),
        ["test"] = Plain("test", value => value is string name && WhyNot(name) is null),
        ["escaped"] = Plain("escaped", _ => false),
        ["=="] = Comparing("=="), ["eq"] = Comparing("=="), ["equalto"] = Comparing("=="),
        ["!="] = Comparing("!="), ["ne"] = Comparing("!="),
        ["<"] = Comparing("<"), ["lt"] = Comparing("<"), ["lessthan"] = Comparing("<"),
        ["<="] = Comparing("<="), ["le"] = Comparing("<="),
        [">"] = Comparing(">"), ["gt"] = Comparing(">"), ["greaterthan"] = Comparing(">"),
        [">="] = Comparing(">="), ["ge"] = Comparing(">="),
    }.ToFrozenDictionary();

    /// <summary>Why a test cannot be used, or null when it can.</summary>
    public static string? WhyNot(string name) => s_checks.ContainsKey(name) ? null : $"There is no test '{name}'.";

    /// <exception cref="TemplateFault">There is no such test.</exception>
    public static Check Get(string name) => s_checks.TryGetValue(name, out var check) ? check : throw new TemplateFault(WhyNot(name)!);

    private static Check Plain(string name, Func<object?, bool> holds)
    {
        var signature = new Signature(name, 0);
        return (_, value, arguments) =>
        {
            signature.Bind(arguments);
            return holds(value);
        };
    }

    private static Check With(string name, string parameter, Func<Budget, object?, object?, bool> holds)
    {
        var signature = new Signature(name, 1, parameter);
        return (budget, value, arguments) => holds(budget, value, signature.Bind(arguments)[0]);
    }

    private static Check Comparing(string @operator) => With(@operator, "b", (budget, value, other) => Comparison.Holds(budget, @operator, value, other));

    private static object? Rest(object? value, object? divisor) => value switch
    {
        Undefined missing => throw missing.Fault(),
        _ when Numbers.Is(value) && Numbers.Is(divisor) => Arithmetic.Remainder(value, divisor),
        _ => throw new TemplateFault($"Only numbers are even, odd or divisible, and this is a value of type {TypeNames.Of(value)}."),
    };

    // Python's values of their own: equal texts and numbers are taken for the same, which they are where a template can tell.
    private static bool IsSame(object? left, object? right) => (left, right) switch
    {
        (string or BigInteger or double or bool, _) => left.GetType() == right?.GetType() && Equality.Equal(left, right),
        _ => ReferenceEquals(left, right),
    };
}
