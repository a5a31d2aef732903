using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;
using Drover.Jinja.Values;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% filter a %}...{% endfilter %}</c>.</summary>
internal sealed class FilterSection(Place place, FilterApplication filter, Body body) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var output = frame.Run.NewOutput();
        var inner = frame.Gathering(body.Names, output, isAlwaysHeard: false);
        body.Render(inner);
        frame.Run.Place = Place;
        var text = frame.Run.Budget.Admit(output.ToString());
        frame.Output.Write(Printing.Text(filter.Apply(inner, (string?)text)));
    }
}
