using Drover.Jinja.Rendering;
using Drover.Jinja.Values;

namespace Drover.Jinja.Expressions;

/// <summary>What stands between the parentheses of a call.</summary>
internal sealed record ArgumentList(IReadOnlyList<Expression> Positional, IReadOnlyList<KeyValuePair<string, Expression>> Named, Expression? Star, Expression? DoubleStar)
{
    public static readonly ArgumentList None = new([], [], null, null);

    public Arguments Evaluate(Frame frame)
    {
        if (Positional.Count == 0 && Named.Count == 0 && Star is null && DoubleStar is null)
            return Arguments.None;
        var positional = Positional.Select(argument => argument.Evaluate(frame)).ToList();
        var named = Named.Select(argument => new KeyValuePair<string, object?>(argument.Key, argument.Value.Evaluate(frame))).ToList();
        if (Star is not null)
            positional.AddRange(Iteration.Of(frame.Run.Budget, Star.Evaluate(frame)));
        if (DoubleStar is not null)
        {
            var more = DoubleStar.Evaluate(frame) as DictValue ?? throw new TemplateFault("What follows '**' in a call must be a dict.");
            named.AddRange(more.Entries.Select(entry => new KeyValuePair<string, object?>(entry.Key as string ?? throw new TemplateFault("The keys of what follows '**' in a call must be texts."), entry.Value)));
        }
        return new Arguments(positional, named);
    }
}
