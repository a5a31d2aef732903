using System.Runtime.InteropServices;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>The size of the terminal that standard output is.</summary>
internal static class WindowSize
{
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ, ioctl_tty(2)

    private static readonly ScreenSize s_usual = new(80, 24);

    public static ScreenSize Get()
    {
        Span<ushort> window = stackalloc ushort[4]; // rows, columns, pixels
        return Libc.Control(1, GetWindowSize, ref MemoryMarshal.GetReference(window)) == 0 && window[0] > 0 && window[1] > 0
            ? new ScreenSize(window[1], window[0])
            : s_usual;
    }
}
