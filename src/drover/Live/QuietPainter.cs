using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>Draws nothing, for output that is no terminal; what was printed meanwhile is sent off.</summary>
internal sealed class QuietPainter(Screen screen) : IPainter
{
    public ScreenSize Room => new(80, 24);

    public void Paint(IReadOnlyList<ScreenLine> frame) => screen.Flush();

    public void Continue()
    {
    }
}
