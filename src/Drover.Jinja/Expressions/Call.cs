using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary><c>a(b, c=d)</c>.</summary>
internal sealed class Call(Place place, Expression callee, ArgumentList arguments) : Expression(place)
{
    protected override object? Compute(Frame frame)
    {
        var function = callee.Evaluate(frame);
        var given = arguments.Evaluate(frame);
        frame.Run.Place = Place;
        frame.Run.Budget.Step();
        return function switch
        {
            ICallable callable => frame.Run.Budget.Admit(callable.Call(frame.Run.Budget, given)),
            Undefined missing => throw missing.Fault(),
            LoopState => throw new TemplateFault("A loop cannot be called: recursive loops are not supported in templates here."),
            _ => throw new TemplateFault($"A value of type {TypeNames.Of(function)} cannot be called."),
        };
    }
}
