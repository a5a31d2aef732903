using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary>Text between tags.</summary>
internal sealed class TextOutput(Place place, string text) : Statement(place)
{
    public string Text { get; } = text;

    protected override void Do(Frame frame)
    {
        if (frame.IsSilent)
            return;
        frame.Run.Place = Place;
        frame.Output.Write(Text);
    }
}
