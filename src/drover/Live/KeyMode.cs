using System.Buffers.Binary;
using Drover.Cli.Terminal;

namespace Drover.Cli.Live;

/// <summary>Keys at once and without echo (termios(3): neither ICANON nor ECHO); signals such as Ctrl-C stay signals.</summary>
/// <param name="wholeLines">A line is read as a whole, and can be corrected until then; it is not shown either.</param>
internal sealed class KeyMode(bool wholeLines = false)
{
    // struct termios of Linux: four words of flags, the line discipline, then the control characters.
    private const int Size = 64;
    private const int LocalFlags = 12;
    private const int ControlCharacters = 17;
    private const int Vtime = 5;
    private const int Vmin = 6;
    private const uint Icanon = 2;
    private const uint Echo = 8;
    private const int AfterOutput = 1; // TCSADRAIN
    private const int AtOnce = 0; // TCSANOW: a terminal that takes nothing must not hold up the end

    private byte[]? _before;

    public void Begin()
    {
        var mode = new byte[Size];
        if (Libc.GetTerminalMode(0, ref mode[0]) != 0)
            return;
        _before = [.. mode];
        var flags = mode.AsSpan(LocalFlags, sizeof(uint));
        BinaryPrimitives.WriteUInt32LittleEndian(flags, BinaryPrimitives.ReadUInt32LittleEndian(flags) & ~(wholeLines ? Echo : Icanon | Echo));
        if (!wholeLines)
            (mode[ControlCharacters + Vmin], mode[ControlCharacters + Vtime]) = (1, 0);
        _ = Libc.SetTerminalMode(0, AfterOutput, ref mode[0]);
    }

    public void End()
    {
        if (_before is null)
            return;
        _ = Libc.SetTerminalMode(0, AtOnce, ref _before[0]);
        _before = null;
    }
}
