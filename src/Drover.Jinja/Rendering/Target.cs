using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary>What a <c>set</c> or a loop sets: a name, or several that take a list apart.</summary>
internal sealed record Target(Place Place, string? Name, IReadOnlyList<Target> Parts)
{
    public IEnumerable<string> Names => Name is not null ? [Name] : Parts.SelectMany(part => part.Names);

    public void Set(Frame frame, object? value)
    {
        if (Name is not null)
        {
            frame.Set(Name, value);
            return;
        }
        frame.Run.Place = Place;
        var items = Iteration.Of(frame.Run.Budget, value).Take(Parts.Count + 1).ToList();
        if (items.Count != Parts.Count)
            throw new TemplateFault($"{Parts.Count} names take a value apart that has {(items.Count > Parts.Count ? "more" : items.Count)} items.");
        for (var i = 0; i < items.Count; i++)
            Parts[i].Set(frame, items[i]);
    }
}
