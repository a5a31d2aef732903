namespace Drover.Cli.Live;

/// <summary>What is shown, as a picture of what is known. Changed and drawn by the thread of the <see cref="LiveLoop"/> alone.</summary>
internal interface ILiveView
{
    /// <summary>Nothing more will come.</summary>
    bool IsOver { get; }

    /// <summary>At most so many lines of so many cells.</summary>
    IReadOnlyList<ScreenLine> Draw(ScreenSize room, DateTimeOffset now);
}
