namespace Drover.Cli.Live;

/// <summary>Brings frames to a terminal and writes only what is another than before. Used by one thread, but for signals.</summary>
internal interface IPainter
{
    /// <summary>The most that a frame may have.</summary>
    ScreenSize Room { get; }

    /// <summary>The least time between two frames, unless a key was pressed; zero where each change is drawn at once.</summary>
    TimeSpan Gap => TimeSpan.Zero;

    void Paint(IReadOnlyList<ScreenLine> frame);

    /// <summary>The program goes on after it was stopped: others have written to the terminal meanwhile.</summary>
    void Continue();
}
