using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% include a %}</c>: another template with a context of its own, which begins with the variables of this place.</summary>
internal sealed class Inclusion(Place place, Expression name, bool isLenient, bool hasContext) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var value = name.Evaluate(frame);
        frame.Run.Place = Place;
        var names = value is SequenceValue several ? several.Items : [value];
        var template = names.Select(candidate => Find(frame.Run, candidate)).FirstOrDefault(found => found is not null);
        if (template is null && isLenient)
            return;
        if (template is null)
            throw new TemplateFault($"There is no template {string.Join(" or ", names.Select(Printing.Repr))} to include.");
        var context = hasContext ? frame.Context.With(frame.Variables(), keepsBlocks: false) : new Context(new Dictionary<string, object?>());
        context.Add(template);
        // Jinja2 hands the text of a template without context past sections that gather text.
        frame.Run.Enter(() => template.Render(frame.Run, context, hasContext ? frame.Output : frame.Stream));
    }

    private static Template? Find(RenderRun run, object? name) => name switch
    {
        string text => run.Find(text),
        Undefined missing => throw missing.Fault(),
        _ => throw new TemplateFault($"'include' needs the name of a template, and is given a value of type {TypeNames.Of(name)}."),
    };
}
