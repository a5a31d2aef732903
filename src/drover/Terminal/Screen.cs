using System.Text;

namespace Drover.Cli.Terminal;

/// <summary>Where a verb writes to and reads from. Text is UTF-8 and buffered: <see cref="Flush"/> at each moment a person may be waiting for.</summary>
internal sealed class Screen
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public Screen(Stream output, Stream error, Func<Stream> input)
    {
        OutStream = output;
        Out = new StreamWriter(output, s_utf8, 32 * 1024) { NewLine = "\n" };
        Err = new StreamWriter(error, s_utf8, 1024) { NewLine = "\n" };
        OpenInput = input;
    }

    /// <summary>The raw side of <see cref="Out"/>; flush before you change from one to the other.</summary>
    public Stream OutStream { get; }

    public TextWriter Out { get; }

    public TextWriter Err { get; }

    public Func<Stream> OpenInput { get; }

    /// <summary>This is a real process, with signals and a terminal, not a test.</summary>
    public bool IsProcess { get; init; }

    public bool OutIsTerminal { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutColour { get; init; }

    public bool ErrColour { get; init; }

    public static Screen OfThisProcess()
    {
        var colour = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        var outTerminal = Libc.IsTerminal(1) == 1;
        return new Screen(new DescriptorStream(1), new DescriptorStream(2), Console.OpenStandardInput)
        {
            IsProcess = true,
            OutIsTerminal = outTerminal,
            InIsTerminal = Libc.IsTerminal(0) == 1,
            OutColour = colour && outTerminal,
            ErrColour = colour && Libc.IsTerminal(2) == 1,
        };
    }

    public void Flush()
    {
        Out.Flush();
        Err.Flush();
    }

    /// <summary>A line for people on standard error, in order with what was printed before.</summary>
    public void Note(string text)
    {
        Out.Flush();
        Err.WriteLine(Printable.Lines(text));
        Err.Flush();
    }

    public string? ReadLine()
    {
        using var reader = new StreamReader(OpenInput(), s_utf8);
        return reader.ReadLine();
    }
}
