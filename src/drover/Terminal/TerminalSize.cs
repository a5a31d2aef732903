using System.Runtime.InteropServices;

namespace Drover.Cli.Terminal;

/// <summary>struct winsize of ioctl_tty(2): characters, and pixels that nobody fills in.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct TerminalSize
{
    public readonly ushort Rows;
    public readonly ushort Columns;
    private readonly ushort _width;
    private readonly ushort _height;
}
