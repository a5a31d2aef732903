using System.Text;
using Drover.Cli.Terminal;

namespace Drover.Cli.Services;

/// <summary>Writes the output of a process: byte for byte to a file or pipe, with control characters made visible on a terminal.</summary>
internal sealed class OutputText(Screen screen) : IDisposable
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder(); // A character may be split between two reads.

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!screen.OutIsTerminal)
        {
            screen.Out.Flush();
            screen.OutStream.Write(bytes);
            return;
        }

        var characters = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
        var count = _decoder.GetChars(bytes, characters, flush: false);
        screen.Out.Write(Printable.Lines(new string(characters, 0, count)));
    }

    public void Dispose() => screen.Flush();
}
