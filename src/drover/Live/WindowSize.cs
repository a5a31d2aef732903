using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>The size of the terminal that standard output is.</summary>
internal static class WindowSize
{
    private static readonly ScreenSize s_usual = new(80, 24);

    public static ScreenSize Get() =>
        Libc.WindowSize(1, Libc.AskWindowSize, out var size) == 0 && size is { Columns: > 0, Rows: > 0 } ? new ScreenSize(size.Columns, size.Rows) : s_usual;
}
