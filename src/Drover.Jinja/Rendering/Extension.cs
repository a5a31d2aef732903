using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% extends a %}</c>.</summary>
internal sealed class Extension(Place place, Expression name) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var value = name.Evaluate(frame);
        frame.Run.Place = Place;
        if (value is not string text)
            throw value is Undefined missing ? missing.Fault() : new TemplateFault($"'extends' needs the name of a template, and is given a value of type {TypeNames.Of(value)}.");
        var parent = frame.Run.Find(text) ?? throw new TemplateFault($"There is no template '{text}' to extend.");
        frame.Parent!.Take(parent);
        frame.Context.Add(parent);
    }
}
