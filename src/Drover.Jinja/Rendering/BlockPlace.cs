using Drover.Jinja.Syntax;

namespace Drover.Jinja.Rendering;

/// <summary>Where a block stands: it is rendered here, unless the template extends another one, which says itself where.</summary>
internal sealed class BlockPlace(Place place, string name, bool isScoped) : Statement(place)
{
    protected override void Do(Frame frame)
    {
        if (frame.IsTop && frame.IsSilent)
            return;
        frame.Run.Place = Place;
        Block.Render(frame.Run, isScoped ? frame.Context.With(frame.Variables(), keepsBlocks: true) : frame.Context, name, 0, frame.Output);
    }
}
