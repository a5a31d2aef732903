using Drover.Jinja.Expressions;
using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary><c>{% set a %}...{% endset %}</c>: the text becomes the value, through a filter when there is one.</summary>
internal sealed class TextAssignment(Place place, Target target, FilterApplication? filter, Body body) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        var output = frame.Run.NewOutput();
        body.Render(frame.Gathering(body.Names, output, isAlwaysHeard: true));
        frame.Run.Place = Place;
        var text = frame.Run.Budget.Admit(output.ToString());
        target.Set(frame, filter is null ? text : filter.Apply(frame, (string?)text));
    }
}
