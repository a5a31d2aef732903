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

    /// <summary>Cells of a line of the terminal that output goes to; null when it goes elsewhere.</summary>
    public int? Width { get; init; }

    public bool InIsTerminal { get; init; }

    public bool OutColour { get; init; }

    public bool ErrColour { get; init; }

    /// <summary>The output is a terminal that can move its cursor: what waits is drawn there, and not told line by line.</summary>
    public bool CanDraw { get; init; }

    /// <summary>Takes away what is drawn below the output, before something is written to standard error; null where nothing is.</summary>
    public Action? HideDrawing { get; set; }

    /// <summary>Takes notes in place of standard error; null for none.</summary>
    public Action<string>? TakeNote { get; init; }

    public static Screen OfThisProcess()
    {
        var moves = Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        var colour = moves && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        var outTerminal = Libc.IsTerminal(1) == 1;
        TerminalSize size = default;
        if (outTerminal)
            _ = Libc.WindowSize(1, Libc.AskWindowSize, out size);
        var error = new DescriptorStream(2);
        Stream output = outTerminal && size.Rows > 1
            ? new PagedStream(new DescriptorStream(1), size.Rows, note => error.Write(s_utf8.GetBytes($"drover: {Printable.Line(note)}\n")))
            : new DescriptorStream(1);
        return new Screen(output, error, Console.OpenStandardInput)
        {
            Width = size.Columns > 0 ? size.Columns : null,
            IsProcess = true,
            OutIsTerminal = outTerminal,
            InIsTerminal = Libc.IsTerminal(0) == 1,
            OutColour = colour && outTerminal,
            ErrColour = colour && Libc.IsTerminal(2) == 1,
            CanDraw = moves && outTerminal,
        };
    }

    /// <summary>A screen that shows nothing; notes go to <paramref name="takeNote"/>.</summary>
    public static Screen Hidden(Action<string> takeNote) => new(Stream.Null, Stream.Null, static () => Stream.Null) { TakeNote = takeNote };

    /// <summary>A part of the terminal, for people: what is printed is given away text by text.</summary>
    public static Screen Pane(Stream output, int width) => new(output, output, static () => Stream.Null) { Width = width, OutIsTerminal = true, InIsTerminal = true };

    /// <summary>What is printed from here on goes through a pager where it is longer than the terminal: <c>DROVER_PAGER</c>, <c>PAGER</c>, or less. An empty one, or
    /// <c>cat</c>, is none. Elsewhere than on a terminal nothing happens.</summary>
    /// <param name="fromEnd">The end is what people want to see first.</param>
    public void BeginPaging(Func<string, string?> environment, bool fromEnd = false)
    {
        var command = environment("DROVER_PAGER") ?? environment("PAGER") ?? (fromEnd ? "less -FRX +G" : "less -FRX");
        if (OutStream is PagedStream pages && InIsTerminal && command.Trim() is not ("" or "cat"))
            pages.Begin(command);
    }

    /// <summary>Waits until the reader leaves the pager, if there is one.</summary>
    public void EndPaging()
    {
        Out.Flush();
        (OutStream as PagedStream)?.End();
    }

    public void Flush()
    {
        Out.Flush();
        Err.Flush();
    }

    /// <summary>A line for people on standard error, in order with what was printed before.</summary>
    public void Note(string text)
    {
        if (TakeNote is { } take)
        {
            take(text);
            return;
        }

        HideDrawing?.Invoke();
        EndPaging();
        Err.WriteLine(Printable.Lines(text));
        Err.Flush();
    }

    public string? ReadLine() => ReadLines(1) is [var line] ? line : null;

    /// <summary>Lines of standard input that are read at once: what is behind them is lost. Fewer where it ends.</summary>
    public IReadOnlyList<string> ReadLines(int most)
    {
        using var reader = new StreamReader(OpenInput(), s_utf8);
        List<string> lines = [];
        while (lines.Count < most && reader.ReadLine() is { } line)
            lines.Add(line);
        return lines;
    }
}
