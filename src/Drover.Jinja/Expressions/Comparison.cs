using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a &lt; b &lt;= c</c>: holds when each pair does; what follows the first that does not is not looked at.</summary>
internal sealed class Comparison(Place place, Expression first, IReadOnlyList<KeyValuePair<string, Expression>> rest) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var left = first.Evaluate(frame);
        foreach (var (@operator, operand) in rest)
        {
            var right = operand.Evaluate(frame);
            frame.Run.Place = Place;
            if (!Holds(frame.Run.Budget, @operator, left, right))
                return false;
            left = right;
        }
        return true;
    }

    /// <summary>Whether two values compare so.</summary>
    public static bool Holds(Budget budget, string @operator, object? left, object? right)
    {
        budget.Look(left);
        budget.Look(right);
        return Compared(budget, @operator, left, right);
    }

    private static bool Compared(Budget budget, string @operator, object? left, object? right) => @operator switch
    {
        "==" => Equality.Equal(left, right),
        "!=" => !Equality.Equal(left, right),
        "in" => Iteration.Contains(budget, right, left),
        "not in" => !Iteration.Contains(budget, right, left),
        _ => Ordering.Compare(@operator, left, right) is { } order && @operator switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 },
    };
}
