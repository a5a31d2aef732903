using System.Collections.Concurrent;
using Drover.Jinja.Rendering;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja;

/// <summary>Renders templates as LAVA does with Jinja2: <c>trim_blocks</c> on, <c>lstrip_blocks</c> and <c>keep_trailing_newline</c> off, nothing escaped, what is not defined
/// prints nothing. What templates of devices never use is refused by name: macros and their calls, imports, recursive loops, <c>namespace</c>. Values do not change once they
/// are made, so lists have no <c>append</c>. Safe for use from several threads.</summary>
/// <param name="loader">Where the texts of templates come from. It is asked in each rendering; a text that has not changed is not parsed again.</param>
/// <param name="limits">How much a rendering may take.</param>
public sealed class TemplateEnvironment(TemplateLoader loader, RenderLimits? limits = null)
{
    private readonly RenderLimits _limits = limits ?? new RenderLimits();
    private readonly ConcurrentDictionary<string, Template> _templates = new();

    /// <summary>The text of a template with these variables.</summary>
    /// <param name="name">Name of the template, as the loader knows it.</param>
    /// <param name="variables">null, bool, int, long, BigInteger, double, string, lists (<see cref="IReadOnlyList{T}"/> of object) and dicts
    /// (<see cref="IReadOnlyDictionary{TKey,TValue}"/> of string and object, in the order in which they are enumerated) of these.</param>
    /// <exception cref="TemplateException">A template is missing, broken, or asks for what cannot be done.</exception>
    /// <exception cref="ArgumentException">A variable is of another type.</exception>
    public string Render(string name, IReadOnlyDictionary<string, object?> variables)
    {
        var template = Find(name) ?? throw new TemplateException(name, 1, "There is no such template.");
        var context = new Context(variables.ToDictionary(variable => variable.Key, variable => Conversion.Of(variable.Value)));
        var run = new RenderRun(_limits, Find, template.Start);
        var output = run.NewOutput();
        try
        {
            context.Add(template);
            template.Render(run, context, output);
            return output.ToString();
        }
        catch (TemplateFault fault)
        {
            throw run.Place.Fault(fault.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            throw run.Place.Fault("Templates, blocks and expressions stand too deep in one another.");
        }
    }

    private Template? Find(string name)
    {
        if (loader.Read(name) is not { } source)
            return null;
        if (_templates.TryGetValue(name, out var kept) && kept.Source == source)
            return kept;
        if (source.Length > _limits.LargestTemplate)
            throw new TemplateException(name, 1, $"The template has more than {_limits.LargestTemplate} characters.");
        var template = TemplateParser.Parse(name, source);
        if (_templates.Count < _limits.MostKept || _templates.ContainsKey(name))
            _templates[name] = template;
        return template;
    }
}
