using System.Runtime.CompilerServices;
using Drover.Jinja.Filters;
using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Expressions;

/// <summary><c>a|name(b)</c>.</summary>
/// <param name="input">What the filter is given; null stands for the text of a section.</param>
internal sealed class FilterApplication(Place place, Expression? input, string name, ArgumentList arguments) : Expression(place)
{
    protected override object? Compute(Frame frame) => Apply(frame, null);

    /// <summary>Applies it, and those before it, to the text of a section.</summary>
    public object? Apply(Frame frame, string? text)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var value = input is null ? text : input is FilterApplication before ? before.Apply(frame, text) : input.Evaluate(frame);
        var given = arguments.Evaluate(frame);
        frame.Run.Place = Place;
        frame.Run.Budget.Step();
        frame.Run.Budget.Look(value);
        return frame.Run.Budget.Admit(FilterTable.Get(name)(frame.Run.Budget, value, given));
    }
}
